"""Service records entered at the station: judged as a sheet's rows are, all written or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.month import Month
from shared.domain.service_record import Form, Status
from shared.errors import NotFoundError
from station.actions.judgement import Desk
from station.actions.monthly_report import reopen_month
from station.domain.certification import CERTIFIER
from station.domain.entered_record import Entered, Finding, NewRecord
from station.domain.outcome import Outcome
from station.models.audit import log
from station.models.officer import Officer
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station


@dataclass(frozen=True)
class Source:
    """By which channel a record came in, and which one it stands for."""

    channel: str = "clerk"
    replaces: UUID | None = None


CLERK = Source()
COPIED = (
    "day",
    "start",
    "end",
    "break_minutes",
    "category",
    "form",
    "place",
    "content",
    "evaluation",
    "paid",
    "evidence",
)


def enter_records(
    session: Session, actor: Actor, now: datetime, rows: Sequence[NewRecord]
) -> list[Entered]:
    """A result per row; nothing is written while one is refused."""
    lock_station(session)
    _check_officers(session, rows)
    desk = Desk(session, now)
    judged = [desk.judge(row) for row in rows]
    if any(entered.outcome is Outcome.REFUSED for entered in judged):
        return judged
    written = []
    for row, entered in zip(rows, judged, strict=True):
        assert entered.finding is not None
        record = write_record(session, (actor, now), (row, entered.finding), CLERK)
        written.append(replace(entered, record=record.id))
    reopen_months(session, (actor, now), [Month.of(row.day) for row in rows])
    return written


def write_record(
    session: Session,
    who: tuple[Actor, datetime],
    judged: tuple[NewRecord, Finding],
    source: Source,
) -> ServiceRecord:
    """A judged row as a submitted record that waits for its certifier."""
    row, finding = judged
    actor, now = who
    record = ServiceRecord(
        volunteer_id=row.volunteer,
        month=str(Month.of(row.day)),
        minutes=finding.minutes,
        hours=finding.hours,
        recipient_signed=row.form is Form.DISPATCHED,
        channel=source.channel,
        status=Status.SUBMITTED,
        waits_for=CERTIFIER,
        certifier_id=row.certifier,
        second_id=finding.second,
        needs_second=finding.needs_second,
        is_late=finding.is_late,
        late_reason=row.late_reason if finding.is_late else "",
        replaces_id=source.replaces,
        entered_by=actor.id,
        entered_at=now,
        **{name: getattr(row, name) for name in COPIED},
    )
    session.add(record)
    session.flush()
    log_record(session, who, record, "entered", None)
    return record


def reopen_months(session: Session, who: tuple[Actor, datetime], months: Iterable[Month]) -> None:
    """Closed months whose ledger changed are open again."""
    for month in sorted(set(months)):
        reopen_month(session, *who, month)


def log_record(
    session: Session,
    who: tuple[Actor, datetime],
    record: ServiceRecord,
    verb: str,
    before: str | None,
) -> None:
    """A line for one record: its status, what it waits for, the figure and why."""
    after = {
        "status": record.status,
        "waits_for": record.waits_for,
        "hours": record.hours,
        "reason": record.reason or record.late_reason,
    }
    was = None if before is None else {"status": before}
    log(session, *who, Change(f"record.{verb}", f"record:{record.id}", was, after))


def _check_officers(session: Session, rows: Sequence[NewRecord]) -> None:
    named = {officer for row in rows for officer in (row.certifier, row.second_officer)}
    for officer in named - {None}:
        if session.get(Officer, officer) is None:
            raise NotFoundError("officer.unknown")
