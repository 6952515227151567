"""Statistics over accepted months, grouped at will; people are counted, never summed (domain 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from shared.domain import request_figures
from shared.domain.month import Month
from shared.domain.request_figures import UNKNOWN, Sum, Told
from shared.errors import InvalidError

SUMMED: Final = ("activities", "records", "hours", "satisfied_hours", "points_hours")
MOST_YEARS: Final = 10


class By(StrEnum):
    """What lines are told apart by; of the periods one at most."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    STATION = "station"
    CATEGORY = "category"
    FORM = "form"


PERIODS: Final = frozenset({By.MONTH, By.QUARTER, By.YEAR})
_INSIDE: Final = frozenset({By.CATEGORY, By.FORM})


@dataclass(frozen=True)
class Wanted:
    """Which months, both ends included, grouped by what; of one station, category or form."""

    first: Month
    last: Month
    by: frozenset[By] = frozenset()
    station: str | None = None
    category: str | None = None
    form: str | None = None

    def __post_init__(self) -> None:
        """Refuse months that run backwards or over ten years, and two kinds of period."""
        if self.last < self.first or self.last.year - self.first.year >= MOST_YEARS:
            raise InvalidError("aggregate.bad_months", field="last", most=MOST_YEARS)
        if len(self.by & PERIODS) > 1:
            raise InvalidError("aggregate.two_periods", field="by")

    @property
    def period(self) -> By | None:
        return next(iter(self.by & PERIODS), None)

    @property
    def looks_inside(self) -> bool:
        """Whether a report's categories or forms are told apart or chosen among."""
        return bool(self.by & _INSIDE) or self.category is not None or self.form is not None


@dataclass(frozen=True, order=True)
class Key:
    """What a line is about; empty where lines aren't told apart by it.

    `period` is `2025-03`, `2025-Q1` or `2025`.
    """

    period: str = ""
    station: str = ""
    category: str = ""
    form: str = ""


@dataclass(frozen=True)
class Line:
    """Sums of accepted reports; `people` are distinct over all of them.

    `reports` of `owed` reports and `stations` of `of_stations` stations are in it. `told` is of
    requests and visits, which no category or form has: None where these are looked into.
    """

    key: Key
    activities: int
    records: int
    people: int
    hours: int
    satisfied_hours: int
    points_hours: int
    reports: int
    owed: int
    stations: int
    of_stations: int
    told: Sum | None = None


@dataclass(frozen=True)
class Accepted:
    """One accepted month: its station, the cells of its table, what it says of requests."""

    station: str
    month: Month
    cells: Iterable[Mapping[str, Any]]
    told: Told = UNKNOWN


@dataclass(frozen=True)
class Aggregate:
    """The lines by key, and the whole, whose people are no sum of theirs."""

    wanted: Wanted
    lines: tuple[Line, ...]
    total: Line


def period_of(month: Month, by: By | None) -> str:
    """The name of the period in which a month lies; nothing where periods aren't told apart."""
    if by is By.MONTH:
        return str(month)
    if by is By.QUARTER:
        return f"{month.year:04d}-Q{(month.month + 2) // 3}"
    return f"{month.year:04d}" if by is By.YEAR else ""


def add_up(
    wanted: Wanted,
    accepted: Iterable[Accepted],
    owed: Iterable[tuple[str, Month]],
    people: Mapping[Key, int],
) -> Aggregate:
    """The table; `people` by key, the whole's under the empty key.

    A group of which nothing was accepted has a line of zeros, so that silence is seen; within
    categories and forms only what occurred has one.
    """
    months = list(accepted)
    came = [(one.station, one.month) for one in months]
    expected = {*owed, *came}
    sums: dict[Key, dict[str, int]] = {Key(): dict.fromkeys(SUMMED, 0)}
    if not wanted.looks_inside:
        for station, month in expected:
            sums.setdefault(_outside(wanted, station, month), dict.fromkeys(SUMMED, 0))
    for one in months:
        _add(wanted, one, sums)
    here, due = _covered(wanted, came), _covered(wanted, expected)
    lines = [_line(wanted, key, sums[key], people, (here, due)) for key in sorted(sums)]
    if not wanted.looks_inside:
        told = {(one.station, one.month): one.told for one in months}
        lines = [replace(line, told=_told(told, here.get(line.key, set()))) for line in lines]
    total = next(line for line in lines if line.key == Key())
    return Aggregate(wanted, tuple(lines[1:] if wanted.by else lines), total)


def _add(wanted: Wanted, one: Accepted, sums: dict[Key, dict[str, int]]) -> None:
    for cell in one.cells:
        if wanted.category not in (None, cell["category"]):
            continue
        if wanted.form not in (None, cell["form"]):
            continue
        for key in {Key(), _key(wanted, one, cell)}:
            into = sums.setdefault(key, dict.fromkeys(SUMMED, 0))
            for name in SUMMED:
                into[name] += cell[name]


def _key(wanted: Wanted, one: Accepted, cell: Mapping[str, Any]) -> Key:
    outside = _outside(wanted, one.station, one.month)
    return Key(
        outside.period,
        outside.station,
        cell["category"] if By.CATEGORY in wanted.by else "",
        cell["form"] if By.FORM in wanted.by else "",
    )


def _outside(wanted: Wanted, station: str, month: Month) -> Key:
    return Key(period_of(month, wanted.period), station if By.STATION in wanted.by else "")


def _covered(
    wanted: Wanted, reports: Iterable[tuple[str, Month]]
) -> dict[Key, set[tuple[str, Month]]]:
    found: dict[Key, set[tuple[str, Month]]] = {}
    for station, month in reports:
        for key in {Key(), _outside(wanted, station, month)}:
            found.setdefault(key, set()).add((station, month))
    return found


def _told(told: Mapping[tuple[str, Month], Told], reports: Iterable[tuple[str, Month]]) -> Sum:
    return request_figures.add_up({report: told[report] for report in reports})


def _line(
    wanted: Wanted,
    key: Key,
    sums: Mapping[str, int],
    people: Mapping[Key, int],
    reports: tuple[Mapping[Key, set[tuple[str, Month]]], ...],
) -> Line:
    outside = Key(key.period, key.station)
    here, due = (covered.get(outside, set()) for covered in reports)
    return Line(
        key=key,
        people=people.get(key, 0),
        reports=len(here),
        owed=len(due),
        stations=len({station for station, _month in here}),
        of_stations=len({station for station, _month in due}),
        activities=sums["activities"],
        records=sums["records"],
        hours=sums["hours"],
        satisfied_hours=sums["satisfied_hours"],
        points_hours=sums["points_hours"],
    )
