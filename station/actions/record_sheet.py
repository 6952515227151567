"""A workbook of service records: judged month by month, written in bulk as submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from shared.domain.month import Month
from shared.domain.service_record import Status, clock_minutes
from shared.errors import InvalidError
from station.actions.import_writing import Writing
from station.actions.month_desk import MonthDesk
from station.actions.monthly_report import reopen_month
from station.actions.officer import name_officers
from station.domain import cell, preview
from station.domain.certification import CERTIFIER
from station.domain.outcome import Judged, Outcome
from station.domain.preview import Verdict
from station.domain.record_judgement import judge_records
from station.domain.service_record import Record, RecordRow
from station.models.service_record import ServiceRecord

CHUNK = 500
LONGEST_SHEET = 100
WORKBOOK = "workbook"
PAPER = "paper"


def judge(session: Session, rows: Sequence[RecordRow], now: datetime) -> Verdict:
    """Each month's rows against that month's ledger and its year's policy, in the sheets' order."""
    desk = MonthDesk(session, now)
    judged: dict[int, Judged[Record]] = {}
    for month, numbers in _by_month(rows, Month.at(now)).items():
        found = judge_records([rows[number] for number in numbers], desk.situation(month))
        judged.update(zip(numbers, found, strict=True))
    in_order = [judged[number] for number in range(len(rows))]
    lines = [
        preview.line(row, cell.name(raw.name), _values(row.value))
        for row, raw in zip(in_order, rows, strict=True)
    ]
    months = {str(row.month) for row in rows if row.month}
    months |= {str(Month.of(row.value.date)) for row in in_order if row.value}
    return Verdict(in_order, lines, sorted(months))


def write(session: Session, writing: Writing, verdict: Verdict) -> None:
    """Submitted records that wait for their certifier; late ones need one reason for all."""
    rows = verdict.writable
    desk = MonthDesk(session, writing.now)
    names = {record.certifier for _, record in rows}
    names |= {_second(desk, record) for _, record in rows} - {""}
    officers = name_officers(session, writing.actor, writing.now, names)
    lines = [_line((writing, desk, officers), row, record) for row, record in rows]
    if any(line["is_late"] for line in lines) and not writing.late_reason.strip():
        raise InvalidError("workbook_import.late_reason_needed", field="late_reason")
    for start in range(0, len(lines), CHUNK):
        session.execute(insert(ServiceRecord), lines[start : start + CHUNK])
        writing.progress(min(start + CHUNK, len(lines)), len(lines))
    for month in sorted({line["month"] for line in lines}):
        reopen_month(session, writing.actor, writing.now, Month.parse(month))


def _by_month(rows: Sequence[RecordRow], current: Month) -> dict[Month, list[int]]:
    """Positions of rows by the month against whose ledger they are held."""
    months: dict[Month, list[int]] = {}
    for number, row in enumerate(rows):
        day = cell.day(row.date)
        known = row.month or (Month.of(day) if day and 1900 <= day.year <= 9998 else current)
        months.setdefault(known, []).append(number)
    return months


def _second(desk: MonthDesk, record: Record) -> str:
    """The second officer's name, where it is neither the certifier's nor the volunteer's."""
    others = (record.certifier, desk.volunteers[record.volunteer].name)
    is_other = cell.name_key(record.second_officer) not in {cell.name_key(name) for name in others}
    return record.second_officer if is_other else ""


def _line(
    known: tuple[Writing, MonthDesk, Mapping[str, UUID]], row: Judged[Record], record: Record
) -> dict[str, Any]:
    writing, desk, officers = known
    is_late = desk.is_late(record.date)
    second = officers.get(_second(desk, record))
    served = clock_minutes(record.end) - clock_minutes(record.start) - record.pause
    month = Month.of(record.date)
    return {
        "id": uuid7(),
        "volunteer_id": record.volunteer,
        "day": record.date,
        "month": str(month),
        "start": record.start,
        "end": record.end,
        "break_minutes": record.pause,
        "minutes": served,
        "hours": record.hours,
        "category": str(record.category),
        "form": str(record.form),
        "place": record.location,
        "content": record.content,
        "evaluation": str(record.evaluation),
        "paid": record.paid,
        "recipient_signed": record.signed,
        "channel": PAPER if desk.is_taken_over(month) else WORKBOOK,
        "evidence": writing.upload.digest,
        "status": str(Status.SUBMITTED),
        "waits_for": CERTIFIER,
        "certifier_id": officers[record.certifier],
        "second_id": second,
        "needs_second": is_late or second is not None or row.outcome is Outcome.HELD,
        "is_late": is_late,
        "late_reason": writing.late_reason if is_late else "",
        "import_id": writing.upload.id,
        "sheet": row.place.sheet[:LONGEST_SHEET],
        "row": row.place.row,
        "entered_by": writing.actor.id,
        "entered_at": writing.now,
    }


def _values(record: Record | None) -> dict[str, Any]:
    if record is None:
        return {}
    return {
        "day": record.date.isoformat(),
        "start": record.start,
        "end": record.end,
        "hours": record.hours,
        "category": str(record.category),
        "form": str(record.form),
        "evaluation": str(record.evaluation),
        "paid": record.paid,
        "certifier": record.certifier,
        "second_officer": record.second_officer,
    }
