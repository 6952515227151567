"""A workbook's registrations with the paper's decisions, judged (domain.md 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from shared.domain import id_number
from shared.domain.registration import Status
from shared.domain.service_record import Category
from shared.errors import InvalidError
from station.domain import cell, free_time, word
from station.domain.cell import Cell
from station.domain.free_time import FreeTimes
from station.domain.outcome import Judged, Outcome, Place, Reason


@dataclass(frozen=True)
class RegistrationRow:
    """A row as the workbook has it."""

    place: Place
    name: Cell = None
    id_number: Cell = None
    specialities: Cell = None
    categories: Cell = None
    free_times: Cell = None
    applied: Cell = None
    decision: Cell = None
    decided: Cell = None


@dataclass(frozen=True)
class Registration:
    """A registration and the paper's decision: a claim until the center confirms it."""

    name: str
    id_number: str
    specialities: tuple[str, ...]
    categories: tuple[Category, ...]
    free_times: FreeTimes
    applied: date
    decision: Status  # submitted: none yet
    decided: date | None


@dataclass(frozen=True)
class Situation:
    """What the rows are judged against: roster (ID number → name), registrations, today."""

    roster: Mapping[str, str]
    existing: Mapping[str, Registration]  # by ID number; no draft that is due
    today: date


def judge_registrations(
    rows: Iterable[RegistrationRow], situation: Situation
) -> list[Judged[Registration]]:
    """Each row accepted, refused or already there, in the order of the sheet.

    Held is one whose day of application is to come: a draft until then (`in_future`).
    """
    seen: set[str] = set()
    return [_judge(row, situation, seen) for row in rows]


def _judge(row: RegistrationRow, situation: Situation, seen: set[str]) -> Judged[Registration]:
    try:
        found = _parse(row, situation, seen)
    except InvalidError as refused:
        return Judged(row.place, Outcome.REFUSED, reason=Reason(refused.code))
    seen.add(found.id_number)
    kept = situation.existing.get(found.id_number)
    if kept is None and found.applied > situation.today:
        return Judged(row.place, Outcome.HELD, found, Reason.IN_FUTURE)
    if kept is None:
        return Judged(row.place, Outcome.ACCEPTED, found)
    differences = tuple(
        field.name
        for field in fields(kept)
        if getattr(kept, field.name) != getattr(found, field.name)
    )
    return Judged(row.place, Outcome.ALREADY_THERE, found, differences=differences)


def _parse(row: RegistrationRow, situation: Situation, seen: set[str]) -> Registration:
    number = _number(row, situation, seen)
    applied, decided = cell.day(row.applied), cell.day(row.decided)
    decision = word.decision(row.decision)
    if applied is None or not _are_in_order(applied, row, decided):
        raise InvalidError(Reason.BAD_DATE)
    if decision is None:
        raise InvalidError(Reason.BAD_DECISION)
    if decision is not Status.SUBMITTED and decided is None:
        raise InvalidError(Reason.BAD_DATE)
    return Registration(
        name=cell.name(row.name),
        id_number=number,
        specialities=word.listed(row.specialities),
        categories=word.categories(row.categories),
        free_times=free_time.free_times(row.free_times),
        applied=applied,
        decision=decision,
        decided=decided if decision is not Status.SUBMITTED else None,
    )


def _number(row: RegistrationRow, situation: Situation, seen: set[str]) -> str:
    if not id_number.is_valid(row.id_number, situation.today):
        raise InvalidError(Reason.BAD_ID_NUMBER)
    number = id_number.normalise(row.id_number)
    if number in seen:
        raise InvalidError(Reason.DUPLICATE_ID_NUMBER)
    listed = situation.roster.get(number)
    if listed is None or cell.name_key(listed) != cell.name_key(cell.name(row.name)):
        raise InvalidError(Reason.NOT_ON_ROSTER)
    return number


def _are_in_order(applied: date, row: RegistrationRow, decided: date | None) -> bool:
    """A paper decision may lie in the future: only what was decided before opening is a claim."""
    return cell.is_blank(row.decided) if decided is None else applied <= decided
