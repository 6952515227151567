"""The center's check of a station's sealed year against the months that it accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from shared.domain import monthly_report
from shared.domain.month import Month, months_of
from shared.domain.year import Difference as Difference
from shared.errors import ConflictError

DECEMBER: Final = 12
FIGURES: Final = ("hours", "satisfied_hours", "points_hours", "points")


@dataclass(frozen=True)
class MonthLine:
    """A volunteer's month, in the year's message or in an accepted revision."""

    revision: int = 0
    hours: int = 0
    satisfied_hours: int = 0
    points_hours: int = 0
    points: int = 0

    @property
    def is_blank(self) -> bool:
        return not any(getattr(self, name) for name in FIGURES)


@dataclass(frozen=True)
class Told:
    """A volunteer's line of the year's message; `total` by figure."""

    volunteer: UUID
    months: Mapping[Month, MonthLine]
    total: Mapping[str, int]


def read(lines: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The volunteers of a `year.sealed` as they travel (JSON)."""
    return [
        Told(
            UUID(line["volunteer"]),
            {Month.parse(month["month"]): _line(month) for month in line["months"]},
            {name: line[name] for name in FIGURES},
        )
        for line in lines
    ]


def compare(
    year: int, told: Sequence[Told], held: Mapping[tuple[UUID, Month], MonthLine]
) -> list[Difference]:
    """Every figure that differs, of those named in the year and of those named in months alone."""
    people = {line.volunteer for line in told}
    found = [Difference(None, None, "volunteers", len(told), len(people))]
    for line in told:
        found += _months(year, line, held)
        found += _sums(line)
    for who, month in sorted(held):
        if who not in people:
            found += _figures(who, month, MonthLine(), held[who, month])
    return [difference for difference in found if difference.year_says != difference.months_say]


def check_forward(
    months: Mapping[Month, monthly_report.Status], parts: tuple[int, int], differences: int
) -> None:
    """What agrees goes up: whole, every reported month accepted (December too), no difference."""
    here, of = parts
    if here < of:
        raise ConflictError("year.parts_missing", here=here, parts=of)
    if not any(month.month == DECEMBER for month in months):
        raise ConflictError("year.december_missing")
    for month, status in sorted(months.items()):
        if status is not monthly_report.Status.ACCEPTED:
            raise ConflictError("year.month_not_accepted", month=str(month), status=str(status))
    if differences:
        raise ConflictError("year.differs", differences=differences)


def _line(month: Mapping[str, Any]) -> MonthLine:
    return MonthLine(month["revision"], *(month[name] for name in FIGURES))


def _months(
    year: int, line: Told, held: Mapping[tuple[UUID, Month], MonthLine]
) -> Iterator[Difference]:
    foreign = sum(month.year != year for month in line.months)
    yield Difference(line.volunteer, None, "months", foreign, 0)
    for month in months_of(year):
        own = held.get((line.volunteer, month), MonthLine())
        yield from _figures(line.volunteer, month, line.months.get(month, MonthLine()), own)


def _figures(who: UUID, month: Month, told: MonthLine, held: MonthLine) -> Iterator[Difference]:
    for name in FIGURES:
        yield Difference(who, month, name, getattr(told, name), getattr(held, name))
    if not (told.is_blank and held.is_blank):
        yield Difference(who, month, "revision", told.revision, held.revision)


def _sums(line: Told) -> Iterator[Difference]:
    for name in FIGURES:
        months = sum(getattr(month, name) for month in line.months.values())
        yield Difference(line.volunteer, None, name, line.total[name], months)
