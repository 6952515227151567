"""How much of the ledger waits, and for what: in a month, in a year, in each month of a year."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.service_record import Evaluation, Status
from station.domain.certification import CERTIFIER, SECOND_OFFICER, SIGNATURE
from station.domain.month_check import Waiting
from station.models.evaluation import LateEvaluation
from station.models.ledger import HELD, IN_EFFECT
from station.models.service_record import ServiceRecord

_UNEVALUATED = and_(ServiceRecord.status == Status.CERTIFIED, IN_EFFECT == Evaluation.NONE)
_FIRST = ServiceRecord.waits_for == CERTIFIER


def waiting_by_month(session: Session, first: Month, last: Month) -> dict[Month, Waiting]:
    """Each month's counts between two months; those without any are missing."""
    query = (
        select(
            ServiceRecord.month,
            _count(and_(_FIRST, ~HELD)),
            _count(and_(_FIRST, HELD)),
            _count(ServiceRecord.waits_for == SECOND_OFFICER),
            _count(ServiceRecord.waits_for == SIGNATURE),
            _count(_UNEVALUATED),
            func.sum(case((_UNEVALUATED, ServiceRecord.hours), else_=0)),
        )
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.month.between(str(first), str(last)),
            ServiceRecord.status.in_((Status.SUBMITTED, Status.CERTIFIED)),
        )
        .group_by(ServiceRecord.month)
    )
    return {
        Month.parse(month): Waiting(*(int(value) for value in values))
        for month, *values in session.execute(query)
    }


def late_records(session: Session, month: Month) -> int:
    """Records of a month that came in after its report was due, waiting or certified."""
    query = (
        select(func.count())
        .select_from(ServiceRecord)
        .where(
            ServiceRecord.month == str(month),
            ServiceRecord.status.in_((Status.SUBMITTED, Status.CERTIFIED)),
            ServiceRecord.is_late,
        )
    )
    return session.scalars(query).one()


def added_up(waiting: dict[Month, Waiting]) -> Waiting:
    """The counts of several months together."""
    names = Waiting.__dataclass_fields__
    return Waiting(**{name: sum(getattr(one, name) for one in waiting.values()) for name in names})


def unevaluated_of(session: Session, volunteer: UUID, year: int) -> tuple[int, int]:
    """Records and hours of a volunteer's year that wait for their evaluation."""
    query = (
        select(func.count(), func.coalesce(func.sum(ServiceRecord.hours), 0))
        .select_from(ServiceRecord)
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.volunteer_id == volunteer,
            ServiceRecord.month.between(f"{year}-01", f"{year}-12"),
            _UNEVALUATED,
        )
    )
    count, hours = session.execute(query).one()
    return int(count), int(hours)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
