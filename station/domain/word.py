"""The words that schools write for categories, forms, evaluations, decisions and yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from shared.domain.registration import Status
from shared.domain.service_record import Category, Evaluation, Form
from station.domain import cell
from station.domain.cell import Cell

_CATEGORIES: Final[Mapping[str, Category]] = {
    "时政宣教": Category.CIVIC_EDUCATION,
    "政策宣讲": Category.CIVIC_EDUCATION,
    "政策宣讲(时政宣教)": Category.CIVIC_EDUCATION,
    "时政宣教(政策宣讲)": Category.CIVIC_EDUCATION,
    "便民利民": Category.CONVENIENCE,
    "便民": Category.CONVENIENCE,
    "困难帮扶": Category.HARDSHIP_AID,
    "社会公共": Category.PUBLIC_SERVICE,
    "助推中心": Category.KEY_WORK,
}
_FORMS: Final[Mapping[str, Form]] = {
    "集中": Form.GROUP,
    "派单": Form.DISPATCHED,
    "定点": Form.FIXED_POINT,
}
_EVALUATIONS: Final[Mapping[str, Evaluation]] = {
    "": Evaluation.NONE,
    "满意": Evaluation.SATISFIED,
    "不满意": Evaluation.DISSATISFIED,
}
_YES = frozenset({"是", "√", "✓", "✔", "有"})
_NO = frozenset({"", "否", "无", "×", "✗", "-", "—", "/"})
_UNSIGNED = _NO | {"未签字", "未签", "没签", "没有", "X", "x"}
_DECISIONS: Final[Mapping[str, Status]] = {
    "": Status.SUBMITTED,
    "待审核": Status.SUBMITTED,
    "待审": Status.SUBMITTED,
    "审核中": Status.SUBMITTED,
    "未审核": Status.SUBMITTED,
    "通过": Status.APPROVED,
    "已通过": Status.APPROVED,
    "审核通过": Status.APPROVED,
    "同意": Status.APPROVED,
    "退回": Status.RETURNED,
    "已退回": Status.RETURNED,
    "退回补充": Status.RETURNED,
    "退回修改": Status.RETURNED,
    "不通过": Status.REJECTED,
    "未通过": Status.REJECTED,
    "审核不通过": Status.REJECTED,
    "不予通过": Status.REJECTED,
    "不同意": Status.REJECTED,
    "驳回": Status.REJECTED,
    "拒绝": Status.REJECTED,
}
LONGEST: Final = 60
_SEPARATORS = re.compile(r"[、,;/|\s]+")
_NOTHING = frozenset({"", "无", "暂无", "没有", "-", "—"})


def category(value: Cell) -> Category | None:
    """The category under its long or short name; None: not one of the five."""
    return _CATEGORIES.get(cell.word(value).removesuffix("服务"))


def form(value: Cell) -> Form | None:
    """The form under its long or short name; None: not one of the three."""
    return _FORMS.get(cell.word(value).removesuffix("服务"))


def evaluation(value: Cell) -> Evaluation | None:
    """满意, 不满意, blank; None: something else."""
    return _EVALUATIONS.get(cell.word(value))


def yes(value: Cell) -> bool | None:
    """是 or 否, blank is 否; None: something else."""
    found = cell.word(value)
    if found in _YES:
        return True
    return False if found in _NO else None


def is_signed(value: Cell) -> bool:
    """Whether the recipient signed: 已签字, a tick or the signer's name, but no word for "not"."""
    return cell.word(value) not in _UNSIGNED


def decision(value: Cell) -> Status | None:
    """What the paper decided; None: no known word."""
    return _DECISIONS.get(cell.word(value))


def listed(value: Cell) -> tuple[str, ...]:
    """A cell's list, each word once and no longer than travels; 无 is nothing."""
    parts = (part for part in _SEPARATORS.split(cell.text(value)) if part not in _NOTHING)
    return tuple(dict.fromkeys(part[:LONGEST] for part in parts))


def categories(value: Cell) -> tuple[Category, ...]:
    """A cell's categories in its order, each once; unknown words are left out."""
    found = (category(part) for part in listed(value))
    return tuple(dict.fromkeys(item for item in found if item))
