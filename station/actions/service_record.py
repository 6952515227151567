"""Service records entered at the station: judged as a sheet's rows are, all written or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from shared.account import Actor
from shared.audit import Change
from shared.domain.month import Month
from shared.domain.service_record import Form, Status
from shared.errors import NotFoundError
from station.actions.judgement import judge_rows
from station.actions.monthly_report import reopen_month
from station.domain.certification import SIGNATURE
from station.domain.entered_record import CLERK, Entered, Finding, NewRecord, Source
from station.domain.outcome import Outcome
from station.models.audit import log
from station.models.officer import Officer
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station

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
    "recipient",
)


def enter_records(
    session: Session,
    actor: Actor,
    now: datetime,
    rows: Sequence[NewRecord],
    source: Source = CLERK,
) -> list[Entered]:
    """A result per row; nothing is written while one is refused."""
    lock_station(session)
    check_officers(session, rows)
    judged = judge_rows(session, now, rows, source)
    if is_refused(judged):
        return judged
    return write_rows(session, (actor, now), rows, judged, [source] * len(rows))


def is_refused(judged: Iterable[Entered]) -> bool:
    """Whether one of the rows can't be written."""
    return any(entered.outcome is Outcome.REFUSED for entered in judged)


def write_rows(
    session: Session,
    who: tuple[Actor, datetime],
    rows: Sequence[NewRecord],
    judged: Sequence[Entered],
    sources: Sequence[Source],
) -> list[Entered]:
    """The judged rows as records, each with its source; none of them may be refused."""
    written = []
    for row, entered, source in zip(rows, judged, sources, strict=True):
        assert entered.finding is not None
        record = write_record(session, who, (row, entered.finding), source)
        written.append(replace(entered, record=record.id))
    session.flush()
    reopen_months(session, who, [Month.of(row.day) for row in rows])
    return written


def write_record(
    session: Session,
    who: tuple[Actor, datetime],
    judged: tuple[NewRecord, Finding],
    source: Source,
) -> ServiceRecord:
    """A judged row as a submitted record that waits for what its source says."""
    row, finding = judged
    actor, now = who
    record = ServiceRecord(
        id=uuid7(),
        volunteer_id=row.volunteer,
        month=str(Month.of(row.day)),
        minutes=finding.minutes,
        hours=finding.hours,
        recipient_signed=row.form is Form.DISPATCHED and source.waits_for != SIGNATURE,
        channel=source.channel,
        activity_id=source.activity,
        status=Status.SUBMITTED,
        waits_for=source.waits_for,
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


def check_officers(session: Session, rows: Iterable[NewRecord]) -> None:
    """Refuses rows that name an officer whom nobody knows."""
    named = {officer for row in rows for officer in (row.certifier, row.second_officer)}
    for officer in named - {None}:
        if session.get(Officer, officer) is None:
            raise NotFoundError("officer.unknown")
