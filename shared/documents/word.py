"""How documents name categories, forms and evaluations: always Chinese, as the plan does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.domain.service_record import Category, Evaluation, Form

CATEGORY: Final[Mapping[str, str]] = {
    Category.CIVIC_EDUCATION: "时政宣教",
    Category.CONVENIENCE: "便民利民",
    Category.HARDSHIP_AID: "困难帮扶",
    Category.PUBLIC_SERVICE: "社会公共",
    Category.KEY_WORK: "助推中心",
}
FORM: Final[Mapping[str, str]] = {
    Form.GROUP: "集中",
    Form.DISPATCHED: "派单",
    Form.FIXED_POINT: "定点",
}
EVALUATION: Final[Mapping[str, str]] = {
    Evaluation.SATISFIED: "满意",
    Evaluation.DISSATISFIED: "不满意",
    Evaluation.NONE: "",
}
SEX: Final[Mapping[str, str]] = {"male": "男", "female": "女"}
REQUESTS: Final[Mapping[str, str]] = {
    "received": "收到",
    "served": "办结",
    "for_others": "别站转来",
    "escalated": "转请中心",
    "declined": "婉拒",
    "open": "月末在办",
    "oldest_days": "最久(天)",
    "promised": "到期承诺",
    "kept": "按时",
}
VISITS: Final[Mapping[str, str]] = {
    "pairing_due": "结对应到",
    "pairing_made": "结对已到",
    "benefit_due": "三星应到",
    "benefit_made": "三星已到",
}
TOLD: Final[Mapping[str, Mapping[str, str]]] = {"需求(件)": REQUESTS, "走访(次)": VISITS}
