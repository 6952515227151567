"""What waits for an officer, in the groups in which it came: an activity, a sheet, single ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from shared.domain.service_record import Status
from station.domain.certification import CERTIFIER, SECOND_OFFICER
from station.models.activity import Activity
from station.models.ledger import Line, lines_where
from station.models.service_record import ServiceRecord
from station.models.workbook_import import WorkbookImport

MOST = 500


@dataclass(frozen=True)
class Group:
    """Records that wait for the same step; `what` names activity or file ("" for single ones)."""

    waits_for: str
    activity: UUID | None
    sheet: UUID | None
    what: str
    records: int
    hours: int
    first_day: date
    last_day: date


def groups(session: Session) -> list[Group]:
    """The oldest service first; one query."""
    heaps = (
        select(
            ServiceRecord.waits_for,
            ServiceRecord.activity_id,
            ServiceRecord.import_id,
            func.count().label("records"),
            func.sum(ServiceRecord.hours).label("hours"),
            func.min(ServiceRecord.day).label("first_day"),
            func.max(ServiceRecord.day).label("last_day"),
        )
        .where(
            ServiceRecord.status == Status.SUBMITTED,
            ServiceRecord.waits_for.in_((CERTIFIER, SECOND_OFFICER)),
        )
        .group_by(ServiceRecord.waits_for, ServiceRecord.activity_id, ServiceRecord.import_id)
        .subquery()
    )
    query = (
        select(heaps, Activity.title, WorkbookImport.file_name)
        .outerjoin(Activity, Activity.id == heaps.c.activity_id)
        .outerjoin(WorkbookImport, WorkbookImport.id == heaps.c.import_id)
        .order_by(heaps.c.first_day)
    )
    found = session.execute(query)
    return [
        Group(
            waits_for=waits_for or "",
            activity=activity,
            sheet=sheet,
            what=title or file or "",
            records=int(count),
            hours=int(hours),
            first_day=first,
            last_day=last,
        )
        for waits_for, activity, sheet, count, hours, first, last, title, file in found
    ]


def waiting_lines(
    session: Session, waits_for: str, activity: UUID | None, sheet: UUID | None
) -> list[Line]:
    """A group's records, by day and start; of single ones the first five hundred."""
    conditions: list[ColumnElement[bool]] = [
        ServiceRecord.status == Status.SUBMITTED,
        ServiceRecord.waits_for == waits_for,
        _same(ServiceRecord.activity_id, activity),
        _same(ServiceRecord.import_id, sheet),
    ]
    return lines_where(session, *conditions)[:MOST]


def _same(column: SQLColumnExpression[UUID | None], value: UUID | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value
