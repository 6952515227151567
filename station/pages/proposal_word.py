"""Why somebody is proposed or isn't, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from shared.web.today import short_day
from shared.web.word import slot, word
from station.domain.dispatch import Reason, Why
from station.models.candidate import Proposed


@dataclass(frozen=True)
class Person:
    """A row of the proposals: who, why, when they can, hours this month, orders in hand."""

    id: UUID
    name: str
    why: str
    free: str
    hours: int
    orders: int


@dataclass(frozen=True)
class LeftOut:
    """Somebody who isn't proposed, and why not."""

    id: UUID
    name: str
    why: str


def people_of(found: Proposed) -> list[Person]:
    """The proposed ones, the best first."""
    return [
        Person(
            one.volunteer,
            found.people[one.volunteer].name,
            " · ".join(said for reason in one.reasons if (said := _why(reason))),
            next((_free(reason) for reason in one.reasons if _is_time(reason)), ""),
            found.people[one.volunteer].hours,
            found.people[one.volunteer].orders,
        )
        for one in found.proposals.proposed
    ]


def left_out_of(found: Proposed) -> list[LeftOut]:
    """The others, by name."""
    return [
        LeftOut(one.volunteer, found.people[one.volunteer].name, word(f"left_out:{one.why}"))
        for one in found.proposals.left_out
    ]


def slots_said(slots: Sequence[str]) -> str:
    """周三下午、周四下午."""
    return str(_("、")).join(slot(one) for one in slots)


def wishes_said(wishes: Sequence[str], today: date) -> str:
    """周三下午、2月6日上午; "" for any time."""
    return str(_("、")).join(_wish(one, today) for one in wishes)


def _wish(text: str, today: date) -> str:
    if not text[:4].isdigit():
        return slot(text)
    part = text[11:]
    day = short_day(date.fromisoformat(text[:10]), today)
    return day + word(f"part:{part}") if part else day


def _why(reason: Reason) -> str:
    """What stands in no column of its own."""
    if reason.why is Why.KNOWN:
        return str(_("上次服务这一户，满意"))
    if reason.why is Why.SKILL:
        return str(reason.value)
    if reason.why is Why.CATEGORY:
        return word(reason.value)
    return str(_("本月小时最多，没有别人合适")) if reason.why is Why.MOST_HOURS else ""


def _is_time(reason: Reason) -> bool:
    return reason.why in (Why.FREE, Why.ANY_TIME)


def _free(reason: Reason) -> str:
    if isinstance(reason.value, tuple):
        return slots_said(reason.value)
    return str(_("没说时间"))
