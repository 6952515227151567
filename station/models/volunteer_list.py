"""Volunteers as lists and pages show them: person, card, the year's hours and points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from shared.domain.card import Status as CardStatus
from shared.domain.policy import Policy
from shared.domain.registration import Status
from shared.domain.service_record import Evaluation
from shared.domain.service_record import Status as RecordStatus
from shared.errors import NotFoundError
from station.models import ledger
from station.models.card import Card
from station.models.evaluation import LateEvaluation
from station.models.ledger import IN_EFFECT, Filter, Line
from station.models.member import Member
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer


@dataclass(frozen=True)
class VolunteerRow:
    """A volunteer with the valid card's number, counted hours and points, and the last service."""

    volunteer: Volunteer
    post: str
    card: str | None
    hours: int
    points: int
    last_day: date | None


@dataclass(frozen=True)
class Wanted:
    """Which volunteers: in a state, whose name holds a text, of these ids; None leaves it free."""

    status: str | None = None
    name: str | None = None
    ids: Sequence[UUID] | None = None
    idle_since: date | None = None
    to_hand_over: bool = False


def year_of(policy: Policy) -> Any:
    """Per volunteer what the year's certified records come to: hours, points, last day."""
    earns = IN_EFFECT == Evaluation.SATISFIED
    if not policy.paid_earns_points:
        earns = and_(earns, ServiceRecord.paid.is_(False))
    counted = func.sum(case((earns, ServiceRecord.hours), else_=0))
    return (
        select(
            ServiceRecord.volunteer_id,
            func.sum(ServiceRecord.hours).label("hours"),
            (counted * policy.points_per_hour).label("points"),
            func.max(ServiceRecord.day).label("last_day"),
        )
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.status == RecordStatus.CERTIFIED,
            ServiceRecord.month.between(f"{policy.year}-01", f"{policy.year}-12"),
        )
        .group_by(ServiceRecord.volunteer_id)
        .subquery()
    )


def listed(year: Any, wanted: Wanted) -> Select[Any]:
    """Rows of `VolunteerRow`, in this order; those under an older UUID are left out."""
    query = (
        select(
            Volunteer,
            Member.post,
            Card.number,
            func.coalesce(year.c.hours, 0),
            func.coalesce(year.c.points, 0),
            year.c.last_day,
        )
        .join(Member, Member.id == Volunteer.member_id)
        .outerjoin(year, year.c.volunteer_id == Volunteer.id)
        .outerjoin(Card, and_(Card.volunteer_id == Volunteer.id, Card.status == CardStatus.VALID))
        .where(Volunteer.superseded_by.is_(None))
    )
    return query.where(*_conditions(year, wanted))


def find(session: Session, volunteer_id: UUID, policy: Policy) -> VolunteerRow:
    """One volunteer's row; NotFoundError for none."""
    query = listed(year_of(policy), Wanted()).where(Volunteer.id == volunteer_id)
    row = session.execute(query).first()
    if row is None:
        raise NotFoundError("volunteer.unknown")
    return VolunteerRow(*row)


def latest_lines(session: Session, volunteer_id: UUID, most: int) -> list[Line]:
    """A volunteer's newest records, the newest first."""
    query = ledger.listed(Filter(volunteer=volunteer_id)).order_by(None)
    newest = (ServiceRecord.day.desc(), ServiceRecord.start.desc(), ServiceRecord.id)
    return ledger.read(session, query.order_by(*newest).limit(most))


def by_status(session: Session) -> dict[str, int]:
    """How many volunteers are in each state."""
    query = (
        select(Volunteer.status, func.count())
        .where(Volunteer.superseded_by.is_(None), Volunteer.transferred_to.is_(None))
        .group_by(Volunteer.status)
    )
    return {status: count for status, count in session.execute(query)}


def _conditions(year: Any, wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if wanted.status:
        chosen.append(Volunteer.status == wanted.status)
    if wanted.name:
        chosen.append(Volunteer.name.contains(wanted.name, autoescape=True))
    if wanted.ids is not None:
        chosen.append(Volunteer.id.in_(wanted.ids))
    if wanted.idle_since is not None:
        idle = or_(year.c.last_day.is_(None), year.c.last_day < wanted.idle_since)
        chosen += [Volunteer.status == Status.APPROVED, idle]
    if wanted.to_hand_over:
        chosen += [Card.handed_on.is_(None), Card.lost_on.is_(None), Card.id.is_not(None)]
    return chosen
