"""The visits of a month as its report counts them: to paired households, to holders of stars."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.request_figures import VisitFigures
from shared.domain.service_order import Status
from station.models.benefit_visit import BenefitRefusal, BenefitVisit
from station.models.ledger import LIVE
from station.models.pairing import PairingSpan, PairingVisit
from station.models.service_order import OrderPerson, ServiceOrder
from station.models.service_record import ServiceRecord

Counts = tuple[Select[int], ...]


def visits_of(session: Session, month: Month) -> VisitFigures:
    """One month's; one query."""
    return visits_of_months(session, [month])[month]


def visits_of_months(session: Session, months: Sequence[Month]) -> dict[Month, VisitFigures]:
    """Several months'; one query."""
    counts = [count for month in months for count in visit_counts(month)]
    row = session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    figures = [int(value or 0) for value in row]
    return {month: VisitFigures(*figures[4 * n : 4 * n + 4]) for n, month in enumerate(months)}


def visit_counts(month: Month) -> Counts:
    """The four figures in their order, each for a scalar subquery: of what was raised.

    Due by a day of the month, and how many of just these were made, on whatever day; a visit to a
    household once it is signed for. A round that was cut short, and what a holder declined, is
    due if it was made all the same. So no share passes 100 %.
    """
    pairing = PairingVisit.due.between(month.first_day, month.last_day)
    benefit = BenefitVisit.month == str(month)
    made = BenefitVisit.made_on.is_not(None)
    return (
        _count(PairingVisit, and_(pairing, or_(_is_whole(), is_signed()))),
        _count(PairingVisit, and_(pairing, is_signed())),
        _count(BenefitVisit, and_(benefit, or_(made, ~_is_declined()))),
        _count(BenefitVisit, and_(benefit, made)),
    )


def is_signed() -> ColumnElement[bool]:
    """A visit with a signed order of which a record still stands."""
    return exists().where(
        ServiceOrder.visit_id == PairingVisit.id,
        ServiceOrder.status == Status.SIGNED,
        OrderPerson.order_id == ServiceOrder.id,
        ServiceRecord.id == OrderPerson.record_id,
        ServiceRecord.status.in_(LIVE),
    )


def _is_whole() -> ColumnElement[bool]:
    kept = or_(PairingSpan.last.is_(None), PairingSpan.last >= PairingVisit.due)
    return exists().where(PairingSpan.id == PairingVisit.span_id, kept)


def _is_declined() -> ColumnElement[bool]:
    """Whether the holder wanted no visit in that month: months compare as they are written."""
    until = or_(BenefitRefusal.last.is_(None), BenefitRefusal.last >= BenefitVisit.month)
    return exists().where(
        BenefitRefusal.volunteer_id == BenefitVisit.volunteer_id,
        BenefitRefusal.first <= BenefitVisit.month,
        until,
    )


def _count(table: type[PairingVisit | BenefitVisit], condition: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table).where(condition)
