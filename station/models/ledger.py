"""Queries on the service records: what stands certified in a month, and what still waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, defer

from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.service_record import Category, Evaluation, Form, Status
from station.models.evaluation import LateEvaluation
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer

HELD = and_(ServiceRecord.needs_second, ServiceRecord.second_id.is_(None))
LIVE = (Status.SUBMITTED, Status.CERTIFIED)
SEALED = (ServiceRecord.place, ServiceRecord.content, ServiceRecord.recipient)
BY_TIME = (ServiceRecord.day, ServiceRecord.start, ServiceRecord.id)
IN_EFFECT = func.coalesce(LateEvaluation.evaluation, ServiceRecord.evaluation)
UNEVALUATED = and_(ServiceRecord.evaluation == Evaluation.NONE, LateEvaluation.evaluation.is_(None))
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
    activity: UUID | None = None
    is_late: bool | None = None
    unevaluated: bool | None = None


def listed(chosen: Filter) -> Select[ServiceRecord, str, str]:
    """Record, name and late evaluation (None mostly), by day, start and entry; see `line_of`."""
    return _lines().where(*_conditions(chosen)).order_by(*BY_TIME)


def line_of(record: ServiceRecord, name: str, late: str | None) -> Line:
    """A row of `listed` as it stands."""
    return Line(record, name, Evaluation(late or record.evaluation))


def lines(session: Session, chosen: Filter, offset: int = 0, limit: int = 100) -> list[Line]:
    """A page of the ledger, by day, start and entry."""
    return read(session, listed(chosen).offset(offset).limit(limit))


def count(session: Session, chosen: Filter) -> int:
    """How many records a list has in all."""
    query = select(func.count()).select_from(ServiceRecord)
    if chosen.unevaluated is not None:
        query = query.outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
    return session.scalars(query.where(*_conditions(chosen))).one()


def lines_of(session: Session, ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, Line]:
    """The named records that exist; `lock` where a decision rests on them."""
    query = _lines().where(ServiceRecord.id.in_(set(ids))).order_by(*BY_TIME)
    if lock:
        query = query.with_for_update(of=ServiceRecord)
    return {line.record.id: line for line in read(session, query)}


def listed_where(*conditions: ColumnElement[bool]) -> Select[ServiceRecord, str, str]:
    """As `listed`, of the records that meet all conditions."""
    return _lines().where(*conditions).order_by(*BY_TIME)


def lines_where(session: Session, *conditions: ColumnElement[bool]) -> list[Line]:
    """The records that meet all conditions, by day, start and entry."""
    return read(session, listed_where(*conditions))


def day_records(
    session: Session, volunteers: Collection[UUID], days: Collection[date]
) -> list[ServiceRecord]:
    """What counts against further records of those days: submitted and certified ones.

    Place and content stay encrypted where they lie.
    """
    query = (
        select(ServiceRecord)
        .options(*(defer(column) for column in SEALED))
        .where(
            ServiceRecord.volunteer_id.in_(volunteers),
            ServiceRecord.day.in_(days),
            ServiceRecord.status.in_(LIVE),
        )
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


def _lines() -> Select[ServiceRecord, str, str]:
    return (
        select(ServiceRecord, Volunteer.name, LateEvaluation.evaluation)
        .join(Volunteer, Volunteer.id == ServiceRecord.volunteer_id)
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
    )


def _conditions(chosen: Filter) -> list[ColumnElement[bool]]:
    columns = (
        (ServiceRecord.month, None if chosen.month is None else str(chosen.month)),
        (ServiceRecord.status, chosen.status),
        (ServiceRecord.volunteer_id, chosen.volunteer),
        (ServiceRecord.waits_for, chosen.waits_for),
        (ServiceRecord.activity_id, chosen.activity),
        (ServiceRecord.is_late, chosen.is_late),
    )
    found = [column == value for column, value in columns if value is not None]
    if chosen.unevaluated is not None:
        found.append(UNEVALUATED if chosen.unevaluated else ~UNEVALUATED)
    return found


def read(session: Session, query: Select[ServiceRecord, str, str]) -> list[Line]:
    """Whatever a query over `listed`'s columns finds."""
    return [line_of(record, name, late) for record, name, late in session.execute(query)]


def entry_of(line: Line) -> Entry:
    """The record as the tally takes it."""
    record = line.record
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
        activity=activity_of(record),
    )


def activity_of(record: Any) -> str:
    """What records of one activity share; a group row without one: day, start, place, content."""
    if record.activity_id is not None:
        return str(record.activity_id)
    if record.form != Form.GROUP:
        return ""
    return _SEPARATOR.join((record.day.isoformat(), record.start, record.place, record.content))
