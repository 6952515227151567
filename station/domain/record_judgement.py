"""Service records of a workbook judged: the first reason in the order of the examples' README."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from uuid import UUID

from shared.domain.registration import is_in_service
from shared.domain.service_record import (
    DayLimit,
    Form,
    daily_limit,
    minutes,
    overlaps,
    whole_hours,
)
from shared.errors import InvalidError
from station.domain import cell
from station.domain.outcome import Judged, Outcome, Reason
from station.domain.record_parsing import parse, parse_key
from station.domain.service_record import Record, RecordRow, Situation, Volunteer


class _Ledger:
    """What is kept and what this import has accepted or held, by volunteer and day."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.people: dict[str, list[Volunteer]] = defaultdict(list)
        for volunteer in situation.volunteers:
            self.people[cell.name_key(volunteer.name)].append(volunteer)
        self.days: dict[tuple[UUID, date], list[Record]] = defaultdict(list)
        self.kept: dict[tuple[UUID, date, str, str], Record] = {}
        for record in situation.existing:
            self.add(record)
            self.kept[record.volunteer, record.date, record.start, record.end] = record

    def add(self, record: Record) -> None:
        self.days[record.volunteer, record.date].append(record)

    def that_day(self, record: Record) -> list[Record]:
        return self.days.get((record.volunteer, record.date), [])


def judge_records(rows: Iterable[RecordRow], situation: Situation) -> list[Judged[Record]]:
    """Each row's outcome, in the order given; accepted and held rows weigh on those after them."""
    ledger = _Ledger(situation)
    return [_judge(row, ledger) for row in rows]


def check_entered(record: Record, volunteer: Volunteer, situation: Situation) -> Reason | None:
    """The same rules for a record that a person enters: why it is held; refused by InvalidError."""
    ledger = _Ledger(situation)
    _check_time(record, volunteer, ledger)
    _check_paper(record, volunteer)
    return _held(record, volunteer, ledger)


def _judge(row: RecordRow, ledger: _Ledger) -> Judged[Record]:
    try:
        volunteer = _find(row, ledger)
        kept = ledger.kept.get((volunteer.id, *parse_key(row)))
        if kept:
            return _already_there(row, volunteer, kept, ledger)
        record = parse(row, volunteer.id, ledger.situation.policy)
        _check_time(record, volunteer, ledger)
        _check_paper(record, volunteer)
        reason = _held(record, volunteer, ledger)
    except InvalidError as refused:
        return Judged(row.place, Outcome.REFUSED, reason=Reason(refused.code))
    ledger.add(record)
    return Judged(row.place, Outcome.HELD if reason else Outcome.ACCEPTED, record, reason)


def _find(row: RecordRow, ledger: _Ledger) -> Volunteer:
    found = ledger.people.get(cell.name_key(cell.name(row.name)), [])
    four = cell.four(row.last_four)
    if four:
        found = [volunteer for volunteer in found if volunteer.last_four == four]
    if not found:
        raise InvalidError(Reason.UNKNOWN_VOLUNTEER)
    if len(found) > 1:
        raise InvalidError(Reason.AMBIGUOUS_NAME)
    return found[0]


def _already_there(
    row: RecordRow, volunteer: Volunteer, kept: Record, ledger: _Ledger
) -> Judged[Record]:
    """Never written again; cells that differ, or can't be read any more, are named."""
    try:
        record = parse(row, volunteer.id, ledger.situation.policy)
    except InvalidError as refused:
        return Judged(row.place, Outcome.ALREADY_THERE, kept, differences=(refused.code,))
    names = [field.name for field in fields(kept)]
    differences = tuple(name for name in names if getattr(kept, name) != getattr(record, name))
    return Judged(row.place, Outcome.ALREADY_THERE, kept, differences=differences)


def _check_time(record: Record, volunteer: Volunteer, ledger: _Ledger) -> None:
    situation = ledger.situation
    if record.end <= record.start:
        raise InvalidError(Reason.END_BEFORE_START)
    if volunteer.approved is None or record.date < volunteer.approved:
        raise InvalidError(Reason.BEFORE_APPROVAL)
    if (record.date, record.end) > (situation.today, situation.clock):
        raise InvalidError(Reason.IN_FUTURE)
    if volunteer.intervals and not is_in_service(record.date, volunteer.intervals):
        raise InvalidError(Reason.NOT_IN_SERVICE)
    span = (record.start, record.end)
    if any(overlaps(span, (other.start, other.end)) for other in ledger.that_day(record)):
        raise InvalidError(Reason.OVERLAP)
    possible = whole_hours(minutes(record.start, record.end, record.pause), situation.policy)
    if possible == 0:
        raise InvalidError(Reason.TOO_SHORT)
    if record.hours > possible:
        raise InvalidError(Reason.HOURS_EXCEED_TIME)


def _check_paper(record: Record, volunteer: Volunteer) -> None:
    if record.form is Form.DISPATCHED and not record.signed:
        raise InvalidError(Reason.NOT_SIGNED)
    if cell.name_key(record.certifier) == cell.name_key(volunteer.name):
        raise InvalidError(Reason.SELF_CERTIFIED)


def _held(record: Record, volunteer: Volunteer, ledger: _Ledger) -> Reason | None:
    total = record.hours + sum(other.hours for other in ledger.that_day(record))
    limit = daily_limit(total, ledger.situation.policy)
    if limit is DayLimit.REFUSED:
        raise InvalidError(Reason.OVER_DAILY_LIMIT)
    if limit is DayLimit.SECOND_OFFICER and not _has_second(record, volunteer):
        return Reason.NEEDS_SECOND_OFFICER
    late_before = ledger.situation.late_before
    return Reason.LATE if late_before and record.date < late_before else None


def _has_second(record: Record, volunteer: Volunteer) -> bool:
    """Four eyes: neither the certifier again nor the volunteer."""
    second = cell.name_key(record.second_officer)
    others = (cell.name_key(record.certifier), cell.name_key(volunteer.name))
    return bool(second) and second not in others
