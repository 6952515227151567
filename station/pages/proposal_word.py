"""Why somebody is proposed or isn't, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from shared.web.wish_word import slots_said
from shared.web.word import word
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
