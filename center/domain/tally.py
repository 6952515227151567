"""A monthly report at the center: when a revision may come or be decided on; its check."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from shared.domain.entry import LISTED, Entry, entries_digest
from shared.domain.life_cycle import move
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.domain.policy import Policy
from shared.domain.request_figures import UNKNOWN, Told
from shared.domain.service_record import Category, Form, minutes, whole_hours
from shared.domain.tally import Cell, Figures, Tally
from shared.domain.tally_check import Difference, check_tally
from shared.errors import ConflictError

NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.REPORTED: frozenset({Status.REPORTED, Status.ACCEPTED, Status.RETURNED}),
    Status.RETURNED: frozenset({Status.REPORTED}),
    Status.ACCEPTED: frozenset({Status.UNLOCKED}),
    Status.UNLOCKED: frozenset({Status.REPORTED}),
}
_SUMS: Final = ("activities", "records", "hours", "satisfied_hours", "points_hours")

_PARTS: Final = {
    "for_others": "served",
    "kept": "promised",
    "pairing_made": "pairing_due",
    "benefit_made": "benefit_due",
}


@dataclass(frozen=True)
class Report:
    """One revision as the check takes it: table, volunteers, announced entries, what is told."""

    month: Month
    table: Mapping[tuple[Category, Form], Cell]
    volunteers: Mapping[UUID, Figures]
    people: int
    entries: int
    entries_digest: str
    told: Told = UNKNOWN


@dataclass(frozen=True)
class Evidence:
    """What a report is held against: its entries, and since when each volunteer is approved."""

    entries: Sequence[Entry]
    approved: Mapping[UUID, date]


def receive(status: Status) -> Status:
    """A further revision: refused once accepted, until an unlock."""
    if status is Status.ACCEPTED:
        raise ConflictError("tally.locked")
    return move(NEXT, status, Status.REPORTED)


def decide(status: Status, decision: str) -> Status:
    """`accepted` or `returned`, of what was reported."""
    return move(NEXT, status, Status(decision))


def unlock(status: Status, asked: bool, year_went_up: bool) -> Status:
    """Leave to change an accepted month: on request, while its year is not at the association."""
    after = move(NEXT, status, Status.UNLOCKED)
    if not asked:
        raise ConflictError("tally.unlock_not_asked")
    if year_went_up:
        raise ConflictError("tally.year_went_up")
    return after


def table_of(cells: Collection[Mapping[str, Any]]) -> dict[tuple[Category, Form], Cell]:
    """The statistics table from its rows as they travel."""
    names = (*_SUMS, "people")
    return {
        (Category(cell["category"]), Form(cell["form"])): Cell(**{n: cell[n] for n in names})
        for cell in cells
    }


def check(report: Report, policy: Policy, evidence: Evidence) -> list[Difference]:
    """Every figure that disagrees: in the report, by the policy, with the entries; none is good."""
    total = {name: sum(getattr(cell, name) for cell in report.table.values()) for name in _SUMS}
    tally = Tally(report.table, report.volunteers, Cell(people=report.people, **total))
    found = check_tally(tally, policy, evidence.entries)
    own = [*_announced(report, evidence.entries), *_persons(report, evidence)]
    own += [*_activities(report, evidence.entries), *_times(policy, evidence.entries)]
    own += _told(report.told)
    return found + [difference for difference in own if difference.told != difference.counted]


def _told(told: Told) -> Iterator[Difference]:
    """What can't be recounted above the station: no part is more than its whole."""
    for part, figures in told.to_dict().items():
        for name, whole in _PARTS.items():
            if figures and name in figures:
                most = min(figures[name], figures[whole])
                yield Difference(f"{part}/{name}", figures[name], most)


def _announced(report: Report, entries: Sequence[Entry]) -> Iterator[Difference]:
    yield Difference("entries/count", report.entries, len(entries))
    outside = sum(not report.month.contains(entry.date) for entry in entries)
    yield Difference("entries/of_other_months", 0, outside)
    yield Difference("entries/digest", 1, int(entries_digest(entries) == report.entries_digest))


def _persons(report: Report, evidence: Evidence) -> Iterator[Difference]:
    unknown = [who for who in report.volunteers if who not in evidence.approved]
    yield Difference("volunteers/unknown", 0, len(unknown))
    early = [
        entry
        for entry in evidence.entries
        if entry.date < evidence.approved.get(entry.volunteer, date.min)
    ]
    yield Difference("entries/before_approval", 0, len(early))


def _activities(report: Report, entries: Sequence[Entry]) -> Iterator[Difference]:
    for (category, form), cell in report.table.items():
        own = [e for e in entries if (e.category, e.form) == (category, form)]
        times = {(e.date, e.start) for e in own if e.channel not in LISTED}
        least, most = max(len(times), len({e.date for e in own})), cell.records
        fitting = min(max(cell.activities, least), most)
        yield Difference(f"{category}/{form}/activities", cell.activities, fitting)


def _times(policy: Policy, entries: Sequence[Entry]) -> Iterator[Difference]:
    exceeding = sum(e.hours > whole_hours(minutes(e.start, e.end), policy) for e in entries)
    yield Difference("entries/hours_exceed_time", 0, exceeding)
