"""Queries on the service records: what stands certified in a month, and what still waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.service_record import Category, Evaluation, Form, Status
from station.models.evaluation import LateEvaluation
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer

HELD = and_(ServiceRecord.needs_second, ServiceRecord.second_id.is_(None))
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Line:
    """A record as it now stands, with its volunteer's name and the evaluation in effect."""

    record: ServiceRecord
    name: str
    evaluation: Evaluation


@dataclass(frozen=True)
class Filter:
    """Which records a list shows; None leaves a column free."""

    month: Month | None = None
    status: Status | None = None
    volunteer: UUID | None = None
    waits_for: str | None = None


def lines(session: Session, chosen: Filter, offset: int = 0, limit: int = 100) -> list[Line]:
    """A page of the ledger, by day, start and entry."""
    query = _lines().where(*_conditions(chosen)).offset(offset).limit(limit)
    return _read(session, query)


def count(session: Session, chosen: Filter) -> int:
    """How many records a list has in all."""
    query = select(func.count()).select_from(ServiceRecord).where(*_conditions(chosen))
    return session.scalars(query).one()


def lines_of(session: Session, ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, Line]:
    """The named records that exist; `lock` where a decision rests on them."""
    query = _lines().where(ServiceRecord.id.in_(set(ids)))
    if lock:
        query = query.with_for_update(of=ServiceRecord)
    return {line.record.id: line for line in _read(session, query)}


def people_beside(session: Session, record: ServiceRecord) -> list[tuple[UUID, str]]:
    """Who takes part in a record's group activity: same day and time, place and content."""
    if record.form != Form.GROUP:
        return []
    query = _lines().where(
        ServiceRecord.day == record.day,
        ServiceRecord.form == Form.GROUP,
        ServiceRecord.start < record.end,
        ServiceRecord.end > record.start,
        ServiceRecord.status.in_((Status.SUBMITTED, Status.CERTIFIED)),
    )
    what = (record.place, record.content)
    lines = _read(session, query)
    return [
        (line.record.volunteer_id, line.name)
        for line in lines
        if (line.record.place, line.record.content) == what
    ]


def entries_of(session: Session, month: Month) -> list[Entry]:
    """The certified records of a month, evaluations in effect, in the order of their UUIDs."""
    query = _lines().where(*_conditions(Filter(month=month, status=Status.CERTIFIED)))
    found = [_entry(line) for line in _read(session, query)]
    return sorted(found, key=lambda entry: entry.record)


def day_records(session: Session, volunteer: UUID, day: date) -> list[ServiceRecord]:
    """What counts against a further record of that day: submitted and certified ones."""
    query = select(ServiceRecord).where(
        ServiceRecord.volunteer_id == volunteer,
        ServiceRecord.day == day,
        ServiceRecord.status.in_((Status.SUBMITTED, Status.CERTIFIED)),
    )
    return list(session.scalars(query.order_by(ServiceRecord.start)))


def waiting_for_certifier(session: Session, month: Month) -> int:
    """Rows that stop the closing; those held for a second officer don't."""
    query = (
        select(func.count())
        .select_from(ServiceRecord)
        .where(
            ServiceRecord.month == str(month),
            ServiceRecord.status == Status.SUBMITTED,
            ServiceRecord.waits_for == "certifier",
            ~HELD,
        )
    )
    return session.scalars(query).one()


def held(session: Session, month: Month) -> int:
    """Rows of a month that wait for a second officer, named or not, or are held for one."""
    query = (
        select(func.count())
        .select_from(ServiceRecord)
        .where(
            ServiceRecord.month == str(month),
            ServiceRecord.status == Status.SUBMITTED,
            or_(ServiceRecord.waits_for == "second_officer", HELD),
        )
    )
    return session.scalars(query).one()


def _lines() -> Select[ServiceRecord, str, str]:
    return (
        select(ServiceRecord, Volunteer.name, LateEvaluation.evaluation)
        .join(Volunteer, Volunteer.id == ServiceRecord.volunteer_id)
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .order_by(ServiceRecord.day, ServiceRecord.start, ServiceRecord.id)
    )


def _conditions(chosen: Filter) -> list[ColumnElement[bool]]:
    columns = (
        (ServiceRecord.month, None if chosen.month is None else str(chosen.month)),
        (ServiceRecord.status, chosen.status),
        (ServiceRecord.volunteer_id, chosen.volunteer),
        (ServiceRecord.waits_for, chosen.waits_for),
    )
    return [column == value for column, value in columns if value is not None]


def _read(session: Session, query: Select[ServiceRecord, str, str]) -> list[Line]:
    return [
        Line(record, name, Evaluation(late or record.evaluation))
        for record, name, late in session.execute(query)
    ]


def _entry(line: Line) -> Entry:
    record = line.record
    is_group = record.form == Form.GROUP
    activity = (record.day.isoformat(), record.start, record.place, record.content)
    return Entry(
        record=record.id,
        volunteer=record.volunteer_id,
        certifier=record.certifier_id,
        date=record.day,
        start=record.start,
        end=record.end,
        hours=record.hours,
        category=Category(record.category),
        form=Form(record.form),
        evaluation=line.evaluation,
        paid=record.paid,
        channel=record.channel,
        evidence=record.evidence,
        activity=_SEPARATOR.join(activity) if is_group else "",
    )
