"""The registration form of 六.1 (党员义工登记表), filled in or blank, on one A4 page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from shared.documents import pdf, word
from shared.domain.registration import Status
from station.domain.free_time import Part, Slot, from_texts
from station.domain.registration_form import PAPER

TEMPLATE = Path(__file__).with_suffix(".typ")
_PARTS: Final[Mapping[Part, str]] = {
    Part.MORNING: "上午",
    Part.AFTERNOON: "下午",
    Part.EVENING: "晚上",
}
_DECISIONS: Final[Mapping[str, str]] = {
    Status.APPROVED: "通过",
    Status.RETURNED: "退回补充",
    Status.REJECTED: "不通过",
}
_GIVEN, _ASKED = ("属实", "不属实"), ("同意", "不同意")
_STATEMENTS: Final = (
    ("health", "身体健康，能参加义工服务。", _GIVEN),
    ("conduct", "品行良好，遵守义工服务的各项制度。", _GIVEN),
    ("sensitive", "工作站可以处理本人的身份证号、党员身份和以上声明，只用于义工管理。", _ASKED),
    ("naming", "公示和光荣榜可以写本人姓名（不同意不影响参加服务）。", _ASKED),
    ("photos", "宣传可以用有本人的照片（不同意不影响参加服务）。", _ASKED),
)


@dataclass(frozen=True)
class RegistrationSheet:
    """All that the form says; what is left out prints as a blank to fill in by hand.

    `number` is the form's own or the volunteer's. `sex` is male, female or "". `id_number` is
    printed as given: the caller decides whether the reader may have it whole. `posts` are the X
    of "1+X". `free_times` are slots as kept (`6-morning`) and words. `statements` maps health,
    conduct, sensitive, naming, photos to yes or no; those left out stay open; `how` is
    `in_person` or `paper`. `decision` is approved, returned, rejected or ""; `origin` `paper`
    where the center confirmed what the paper said.
    """

    station: str
    number: str = ""
    name: str = ""
    sex: str = ""
    birth_date: date | None = None
    id_number: str = ""
    phone: str = ""
    joined_party_on: date | None = None
    post: str = ""
    posts: Sequence[str] = ()
    specialties: Sequence[str] = ()
    categories: Sequence[str] = ()
    free_times: Sequence[str] = ()
    photo: bytes | None = None
    applied_on: date | None = None
    statements: Mapping[str, bool] | None = None
    consent_text: str = ""
    how: str = ""
    id_card_seen: bool = False
    party_card_seen: bool = False
    received_by: str = ""
    received_on: date | None = None
    decision: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    origin: str = ""


def print_registration_form(form: RegistrationSheet) -> bytes:
    """The PDF; it holds personal data in clear."""
    return pdf.render(TEMPLATE, _data(form))


def _data(form: RegistrationSheet) -> dict[str, Any]:
    times = from_texts(form.free_times)
    return asdict(form) | {
        "sex": word.SEX.get(form.sex, form.sex),
        "posts": list(form.posts),
        "specialties": list(form.specialties),
        "categories": _choices(word.CATEGORY, form.categories),
        "free_times": [_week(part, name, times.slots) for part, name in _PARTS.items()],
        "other_times": times.unread,
        "declarations": _declarations(form.statements or {}),
        "consent_note": _consent_note(form),
        "decisions": _choices(_DECISIONS, [form.decision]),
        "decision_note": "按纸质登记表的审核结果确认。" if form.origin == PAPER else "",
    }


def _choices(names: Mapping[str, str], chosen: Sequence[str]) -> list[dict[str, Any]]:
    return [{"name": name, "chosen": code in chosen} for code, name in names.items()]


def _week(part: Part, name: str, slots: Sequence[Slot]) -> dict[str, Any]:
    return {"name": name, "slots": [Slot(day, part) in slots for day in range(1, 8)]}


def _declarations(statements: Mapping[str, bool]) -> list[dict[str, Any]]:
    return [
        {"text": text, "yes": yes, "no": no, "given": statements.get(key)}
        for key, text, (yes, no) in _STATEMENTS
    ]


def _consent_note(form: RegistrationSheet) -> str:
    text = f"同意书第 {form.consent_text} 版。" if form.consent_text else ""
    where = "声明和第一项同意以纸质登记表为准。" if form.how == PAPER else ""
    return f"{text}{where}三项同意可以随时到工作站撤回。"
