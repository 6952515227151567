"""The words for this tier's codes: states, fields, acts; each is a msgid."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web import request_words
from shared.web.language import marked as _l

WORDS: Mapping[str, str] = {
    **request_words.WORDS,
    "link.enrolled": _l("接入上级"),
    "card:valid": _l("有效"),
    "card:lost": _l("报失待补"),
    "card:unprinted": _l("没印的"),
    "card:replaced": _l("已换新证"),
    "card:revoked": _l("已作废"),
    "star:approved": _l("批准"),
    "star:held": _l("暂缓"),
    "star:declined": _l("不予"),
    "star:kept": _l("维持"),
    "star:lowered": _l("降低"),
    "star:revoked": _l("撤销"),
    "star:proposed": _l("拟评"),
    "year:in": _l("已到齐"),
    "year:missing": _l("没报来"),
    "year:waiting": _l("在路上"),
    "year:differs": _l("有差异"),
    "year:returned": _l("已退回"),
    "year:checked": _l("已核对"),
    "rule:before_first_wednesday": _l("每月第一个周三之前"),
    "rule:on_first_wednesday": _l("每月第一个周三当天"),
    "rule:next_working_day": _l("遇休息日顺延到下一个工作日"),
    "rule:previous_working_day": _l("遇休息日提前到上一个工作日"),
    "card.issued": _l("制证"),
    "card.handed_over": _l("工作站发给本人"),
    "card.lost": _l("工作站报失"),
    "card.found": _l("工作站撤回报失"),
    "card.revoked": _l("作废"),
    "card_batch.printed": _l("印制"),
    "star.decided": _l("决定"),
    "notice.started": _l("公示"),
    "policy.set": _l("定政策"),
    "certificate.issued": _l("证书编号"),
    "certificate.ended": _l("证书作废"),
    "address.set": _l("改公开网址"),
    "number": _l("编号"),
    "decision": _l("决定"),
    "star": _l("星级"),
    "points": _l("积分"),
    "proposed": _l("拟评"),
}
