"""The holders of stars who are to be visited, month by month: due, made, overdue, declined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from station.domain.benefit_visit import is_entitled
from station.models.benefit_visit import (
    BenefitRefusal,
    BenefitVisit,
    declines,
    holders,
    refusals_of,
)
from station.models.volunteer import Volunteer


@dataclass(frozen=True)
class BenefitView:
    """A visit with its holder's name; `state` is made, missed, declined, overdue or due."""

    visit: BenefitVisit
    name: str
    state: str


@dataclass(frozen=True)
class HolderView:
    """Somebody whose decision in force gives them the visits; `refusal` is one that stands."""

    volunteer: UUID
    name: str
    refusal: BenefitRefusal | None


@dataclass(frozen=True)
class MonthFigures:
    """A month's visits by what became of them."""

    month: Month
    due: int
    made: int
    overdue: int


def visits_of_months(session: Session, first: Month, last: Month, today: date) -> list[BenefitView]:
    """By month, then by name."""
    query = (
        select(BenefitVisit, Volunteer.name)
        .join(Volunteer, Volunteer.id == BenefitVisit.volunteer_id)
        .where(BenefitVisit.month.between(str(first), str(last)))
        .order_by(BenefitVisit.month, Volunteer.name, BenefitVisit.id)
    )
    refusals = refusals_of(session)
    return [
        BenefitView(one, name, _state(one, refusals.get(one.volunteer_id, ()), today))
        for one, name in session.execute(query)
    ]


def view_of(session: Session, visit: BenefitVisit, today: date) -> BenefitView:
    """One visit."""
    name = session.get_one(Volunteer, visit.volunteer_id).name
    refusals = refusals_of(session, [visit.volunteer_id])
    return BenefitView(visit, name, _state(visit, refusals.get(visit.volunteer_id, ()), today))


def holder_views(session: Session, today: date) -> list[HolderView]:
    """Those entitled today, by name."""
    entitled = [one for one, stars in holders(session, today).items() if is_entitled(stars, today)]
    refusals, this = refusals_of(session, entitled), Month.of(today)
    query = select(Volunteer.id, Volunteer.name).where(Volunteer.id.in_(entitled))
    found = []
    for id, name in session.execute(query.order_by(Volunteer.name, Volunteer.id)):
        standing = [one for one in refusals.get(id, ()) if one.refusal.covers(this)]
        found.append(HolderView(id, name, standing[-1] if standing else None))
    return found


def figures_of(views: Sequence[BenefitView], months: Sequence[Month]) -> list[MonthFigures]:
    """A line for each month; what was declined is owed to nobody."""
    found = []
    for month in months:
        states = [one.state for one in views if one.visit.month == str(month)]
        due = [state for state in states if state != "declined"]
        found.append(MonthFigures(month, len(due), due.count("made"), due.count("overdue")))
    return found


def is_open() -> ColumnElement[bool]:
    """A visit that waits to be made: neither made nor given up nor declined."""
    refused = exists().where(
        BenefitRefusal.volunteer_id == BenefitVisit.volunteer_id,
        BenefitRefusal.first <= BenefitVisit.month,
        or_(BenefitRefusal.last.is_(None), BenefitRefusal.last >= BenefitVisit.month),
    )
    return and_(BenefitVisit.settled_at.is_(None), ~refused)


def _state(visit: BenefitVisit, refusals: Sequence[BenefitRefusal], today: date) -> str:
    month = Month.parse(visit.month)
    if visit.made_on is not None:
        return "made"
    if declines(refusals, month):
        return "declined"
    if visit.settled_at is not None:
        return "missed"
    return "overdue" if today > month.last_day else "due"
