"""A month's certified records as its report takes them: entries and names, nothing besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, select
from sqlalchemy.orm import Session

from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.service_record import Category, Evaluation, Form, Status
from station.models.evaluation import LateEvaluation
from station.models.ledger import IN_EFFECT, activity_of
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer

_LOOSE = and_(ServiceRecord.form == Form.GROUP, ServiceRecord.activity_id.is_(None))
_COLUMNS = (
    ServiceRecord.id,
    ServiceRecord.volunteer_id,
    ServiceRecord.certifier_id,
    ServiceRecord.day,
    ServiceRecord.start,
    ServiceRecord.end,
    ServiceRecord.hours,
    ServiceRecord.category,
    ServiceRecord.form,
    IN_EFFECT.label("in_effect"),
    ServiceRecord.paid,
    ServiceRecord.channel,
    ServiceRecord.evidence,
    ServiceRecord.activity_id,
    Volunteer.name,
    # what is encrypted is opened only where it tells activities apart
    case((_LOOSE, ServiceRecord.place)).label("place"),
    case((_LOOSE, ServiceRecord.content)).label("content"),
)


@dataclass(frozen=True)
class MonthLedger:
    """A month's certified records by their UUIDs, evaluations in effect, and who served."""

    entries: list[Entry]
    names: dict[UUID, str]


def month_ledger(session: Session, month: Month) -> MonthLedger:
    """What a report of the month would be made of now."""
    query = (
        select(*_COLUMNS)
        .join(Volunteer, Volunteer.id == ServiceRecord.volunteer_id)
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(ServiceRecord.month == str(month), ServiceRecord.status == Status.CERTIFIED)
    )
    rows = session.execute(query).all()
    entries = sorted((_entry(row) for row in rows), key=lambda entry: entry.record)
    return MonthLedger(entries, {row.volunteer_id: row.name for row in rows})


def entries_of(session: Session, month: Month) -> list[Entry]:
    """The certified records of a month, evaluations in effect, in the order of their UUIDs."""
    return month_ledger(session, month).entries


def _entry(row: Any) -> Entry:
    return Entry(
        record=row.id,
        volunteer=row.volunteer_id,
        certifier=row.certifier_id,
        date=row.day,
        start=row.start,
        end=row.end,
        hours=row.hours,
        category=Category(row.category),
        form=Form(row.form),
        evaluation=Evaluation(row.in_effect),
        paid=row.paid,
        channel=row.channel,
        evidence=row.evidence,
        activity=activity_of(row),
    )
