"""The visits of a month as its report counts them: to paired households, to holders of stars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.service_order import Status
from station.domain.benefit_visit import due_in as benefits_due
from station.domain.pairing import due_in
from station.models.benefit_visit import declines, holders, refusals_of, visits_in
from station.models.ledger import LIVE
from station.models.pairing import PairingSpan, PairingVisit
from station.models.service_order import OrderPerson, ServiceOrder
from station.models.service_record import ServiceRecord


@dataclass(frozen=True)
class VisitFigures:
    """Due by a day of the month, and how many of just these were made, on whatever day.

    A visit to a household is made once it is signed for. So no share passes 100 %.
    """

    pairing_due: int
    pairing_made: int
    benefit_due: int
    benefit_made: int


def visits_of(session: Session, month: Month) -> VisitFigures:
    """Counted by the rules, so that an agent that stood still hides nothing."""
    due, made = _pairings(session, month)
    benefit_due, benefit_made = _benefits(session, month)
    return VisitFigures(len(due), len(made), len(benefit_due), len(benefit_made))


def is_signed() -> ColumnElement[bool]:
    """A visit with a signed order of which a record still stands."""
    return exists().where(
        ServiceOrder.visit_id == PairingVisit.id,
        ServiceOrder.status == Status.SIGNED,
        OrderPerson.order_id == ServiceOrder.id,
        ServiceRecord.id == OrderPerson.record_id,
        ServiceRecord.status.in_(LIVE),
    )


def _pairings(session: Session, month: Month) -> tuple[set[Any], set[Any]]:
    """Span and round of each; one made in a round that was cut short afterwards counts too."""
    first, last = month.first_day, month.last_day
    kept = or_(PairingSpan.last.is_(None), PairingSpan.last >= first)
    spans = session.scalars(select(PairingSpan).where(PairingSpan.first <= last, kept))
    due = {(one.id, visit.round) for one in spans for visit in due_in(one.span, month)}
    query = select(PairingVisit.span_id, PairingVisit.round)
    signed = query.where(PairingVisit.due.between(first, last), is_signed())
    made = {(span, number) for span, number in session.execute(signed)}
    return due | made, made


def _benefits(session: Session, month: Month) -> tuple[set[Any], set[Any]]:
    """Holder and kind of each; what was raised stays owed when a star is taken away later."""
    refusals = refusals_of(session)
    raised = visits_in(session, month, month)
    made = {(one.volunteer_id, one.kind) for one in raised if one.made_on is not None}
    owed: set[tuple[UUID, str]] = {(one.volunteer_id, one.kind) for one in raised}
    for volunteer, stars in holders(session, month.first_day).items():
        owed |= {(volunteer, str(kind)) for kind in benefits_due(stars, month)}
    due = {one for one in owed if not declines(refusals.get(one[0], ()), month)}
    return due | made, made
