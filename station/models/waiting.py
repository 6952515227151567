"""A month's ledger in counts: what waits and for what, what stands, when it last changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, cast, func, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.service_record import Evaluation, Form, Status
from station.domain.certification import CERTIFIER, SECOND_OFFICER, SIGNATURE
from station.domain.month_check import Waiting
from station.models.evaluation import LateEvaluation
from station.models.ledger import HELD, IN_EFFECT
from station.models.service_record import ServiceRecord

_UNEVALUATED = and_(ServiceRecord.status == Status.CERTIFIED, IN_EFFECT == Evaluation.NONE)
_STANDS = ServiceRecord.status == Status.CERTIFIED
_GROUP = and_(_STANDS, ServiceRecord.form == Form.GROUP)
_GATHERING = func.coalesce(
    cast(ServiceRecord.activity_id, String), cast(ServiceRecord.day, String) + ServiceRecord.start
)
_INSTANTS = (
    LateEvaluation.entered_at,
    ServiceRecord.ended_at,
    ServiceRecord.second_at,
    ServiceRecord.certified_at,
)
_COUNTS = len(Waiting.__dataclass_fields__) + 3
_FIRST = ServiceRecord.waits_for == CERTIFIER


@dataclass(frozen=True)
class LedgerMonth:
    """`records` stand certified; `gatherings` are their group activities, rows of a workbook
    told apart by day and start alone. `late` ones came in after the report was due.
    `changed_at` is the last certification, voiding or evaluation.
    """

    waiting: Waiting = field(default_factory=Waiting)
    records: int = 0
    gatherings: int = 0
    late: int = 0
    changed_at: datetime | None = None


def ledger_months(session: Session, first: Month, last: Month) -> dict[Month, LedgerMonth]:
    """Each month between two months, with one query; those without any record are missing."""
    query = (
        select(
            ServiceRecord.month,
            _count(and_(_FIRST, ~HELD)),
            _count(and_(_FIRST, HELD)),
            _count(ServiceRecord.waits_for == SECOND_OFFICER),
            _count(ServiceRecord.waits_for == SIGNATURE),
            _count(_UNEVALUATED),
            func.sum(case((_UNEVALUATED, ServiceRecord.hours), else_=0)),
            _count(_STANDS),
            func.count(case((_GROUP, _GATHERING)).distinct()),
            _count(and_(ServiceRecord.status != Status.VOIDED, ServiceRecord.is_late)),
            *(func.max(instant) for instant in _INSTANTS),
        )
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.month.between(str(first), str(last)),
            ServiceRecord.status != Status.REJECTED,
        )
        .group_by(ServiceRecord.month)
    )
    return {Month.parse(month): _read(values) for month, *values in session.execute(query)}


def added_up(waiting: Iterable[Waiting]) -> Waiting:
    """The counts of several months together."""
    names, some = Waiting.__dataclass_fields__, list(waiting)
    return Waiting(**{name: sum(getattr(one, name) for one in some) for name in names})


def waiting_of(
    session: Session, volunteer: UUID, year: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Of a volunteer's year: records and hours without evaluation, and not certified yet."""
    submitted = ServiceRecord.status == Status.SUBMITTED
    query = (
        select(
            _count(_UNEVALUATED),
            func.sum(case((_UNEVALUATED, ServiceRecord.hours), else_=0)),
            _count(submitted),
            func.sum(case((submitted, ServiceRecord.hours), else_=0)),
        )
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.volunteer_id == volunteer,
            ServiceRecord.month.between(f"{year}-01", f"{year}-12"),
        )
    )
    unevaluated, hours, waiting, more = (int(n or 0) for n in session.execute(query).one())
    return (unevaluated, hours), (waiting, more)


def _read(values: Sequence[Any]) -> LedgerMonth:
    counts = [int(value) for value in values[:_COUNTS]]
    instants = [instant for instant in values[_COUNTS:] if instant is not None]
    waiting, (records, gatherings, late) = Waiting(*counts[:-3]), counts[-3:]
    return LedgerMonth(waiting, records, gatherings, late, max(instants, default=None))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
