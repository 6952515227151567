"""What accepted reports say of requests and visits, by months and by stations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from shared.domain import request_figures
from shared.domain.month import Month
from shared.domain.monthly_report import owed_months
from shared.domain.request_figures import Sum, Told

Reports = Mapping[tuple[str, Month], Told]


@dataclass(frozen=True)
class Home:
    """A station, and on which days it worked."""

    name: str
    opened: date
    closed: date | None = None


@dataclass(frozen=True)
class Line:
    """Reports together, and how many are owed: months that aren't over owe nothing yet."""

    sum: Sum
    owed: int


@dataclass(frozen=True)
class Year:
    """The same reports told apart twice, and all of them."""

    months: Mapping[Month, Line]
    stations: Mapping[str, Line]
    total: Line


def year_of(reports: Reports, homes: Iterable[Home], months: Sequence[Month]) -> Year:
    """Of these months, which are over; what else was reported is left out."""
    owed = {(home.name, month) for home in homes for month in _owed(home, months)}
    keys = owed | {key for key in reports if key[1] in months}
    names = sorted({name for name, _month in keys})
    return Year(
        {month: _line(reports, {key for key in keys if key[1] == month}, owed) for month in months},
        {name: _line(reports, {key for key in keys if key[0] == name}, owed) for name in names},
        _line(reports, keys, owed),
    )


def _owed(home: Home, months: Sequence[Month]) -> list[Month]:
    return [month for month in months if month in owed_months(home.opened, home.closed, month)]


def _line(reports: Reports, keys: Set[tuple[str, Month]], owed: Set[tuple[str, Month]]) -> Line:
    told = {key: reports[key] for key in keys if key in reports}
    return Line(request_figures.add_up(told), len(keys & owed))
