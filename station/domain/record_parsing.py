"""A workbook row's cells as a record's values, refused by the first cell that can't be read."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from shared.domain.policy import Policy
from shared.domain.service_record import clock_minutes, whole_hours
from shared.errors import InvalidError
from station.domain import cell, word
from station.domain.outcome import Reason
from station.domain.service_record import Record, RecordRow

T = TypeVar("T")
MINUTE, HOUR = 60, 3600


def parse_key(row: RecordRow) -> tuple[date, str, str]:
    """Day, start and end: with the volunteer, what makes two rows the same."""
    day = _read(cell.day(row.date), Reason.BAD_DATE)
    if row.month and not row.month.contains(day):
        raise InvalidError(Reason.NOT_THIS_MONTH)
    if row.year and day.year != row.year:
        raise InvalidError(Reason.NOT_THIS_MONTH)
    start = _read(cell.clock(row.start), Reason.BAD_TIME)
    return day, start, _read(cell.clock(row.end), Reason.BAD_TIME)


def parse(row: RecordRow, volunteer: UUID, policy: Policy) -> Record:
    """All cells; blank hours are computed, blank 评价 is none, blank 占用工作时间 is 否."""
    day, start, end = parse_key(row)
    pause = _pause(row)
    category = _read(word.category(row.category), Reason.BAD_CATEGORY)
    form = _read(word.form(row.form), Reason.BAD_FORM)
    served = clock_minutes(end) - clock_minutes(start) - pause
    return Record(
        volunteer=volunteer,
        date=day,
        start=start,
        end=end,
        pause=pause,
        hours=_hours(row, whole_hours(max(served, 0), policy)),
        category=category,
        form=form,
        location=cell.text(row.location),
        content=cell.text(row.content),
        signed=word.is_signed(row.signed),
        evaluation=_read(word.evaluation(row.evaluation), Reason.BAD_EVALUATION),
        paid=_read(word.yes(row.paid), Reason.BAD_PAID),
        certifier=_read(cell.name(row.certifier) or None, Reason.NO_CERTIFIER),
        second_officer=cell.name(row.second_officer),
    )


def _read(value: T | None, reason: Reason) -> T:
    if value is None:
        raise InvalidError(reason)
    return value


def _pause(row: RecordRow) -> int:
    if cell.is_blank(row.pause):
        return 0
    pause = _read(cell.whole(row.pause, MINUTE), Reason.BAD_TIME)
    if pause < 0:
        raise InvalidError(Reason.BAD_TIME)
    return pause


def _hours(row: RecordRow, computed: int) -> int:
    if cell.is_blank(row.hours):
        return computed
    hours = _read(cell.whole(row.hours, HOUR), Reason.BAD_HOURS)
    if hours < 1:
        raise InvalidError(Reason.BAD_HOURS)
    return hours
