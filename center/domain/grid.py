"""Stations × months: what each owed, what came, the one word of a cell (三 月报制度)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from shared.domain.month import Month, months_of
from shared.domain.monthly_report import Arrivals, Cell, Status, cell, is_empty, owed_months

NOT_COUNTED: Final = frozenset({Cell.NOT_OWED, Cell.WAITING, Cell.TAKEN_OVER})
IN_TIME: Final = frozenset({Cell.ON_TIME, Cell.AMENDED})


@dataclass(frozen=True)
class Reported:
    """A month's report as the grid needs it; `on_time` is provisional until one is accepted."""

    status: Status
    on_time: bool
    activities: int
    reason: str
    amended: bool
    taken_over: bool


@dataclass(frozen=True)
class Owing:
    """A station's dates, which say what it owes; nothing while its profile isn't here."""

    opened_on: date | None
    closed_on: date | None


@dataclass(frozen=True)
class Rate:
    """Reports on time among those owed by now: never above 100 %."""

    on_time: int
    owed: int


def row(
    year: int, station: Owing, reports: Mapping[Month, Reported], past_due: Mapping[Month, bool]
) -> list[Cell]:
    """The twelve cells of a station's year."""
    owed = owed_of(station, year)
    return [
        cell(_arrivals(reports.get(month), month in owed, past_due[month]))
        for month in months_of(year)
    ]


def owed_of(station: Owing, year: int) -> frozenset[Month]:
    """The months that a station owes until the end of a year."""
    if station.opened_on is None:
        return frozenset()
    return frozenset(owed_months(station.opened_on, station.closed_on, Month(year, 12)))


def rate(cells: Sequence[Cell]) -> Rate:
    """Of those due; what is not owed, not due yet or taken over from paper stands apart."""
    counted = [state for state in cells if state not in NOT_COUNTED]
    return Rate(sum(state in IN_TIME for state in counted), len(counted))


def past_due(year: int, due: Mapping[Month, datetime], now: datetime) -> dict[Month, bool]:
    """Month → whether its due instant has passed."""
    return {month: now >= due[month] for month in months_of(year)}


def _arrivals(report: Reported | None, owed: bool, is_due: bool) -> Arrivals:
    if report is None:
        return Arrivals(owed=owed, is_due=is_due)
    return Arrivals(
        owed=owed,
        is_due=is_due,
        came=True,
        is_returned=report.status is Status.RETURNED,
        on_time=report.on_time,
        is_empty=is_empty(report.activities, report.reason),
        revision=2 if report.amended else 1,
        taken_over=report.taken_over,
    )
