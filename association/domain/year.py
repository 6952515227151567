"""A station's sealed year: recounted from its months, compared with what the center accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

from shared.domain.month import Month, months_of
from shared.domain.policy import Policy
from shared.domain.star import points
from shared.domain.year import Difference as Difference
from shared.errors import InvalidError


class Status(StrEnum):
    """How far a station's year has come; `in` alone lets stars be decided."""

    MISSING = "missing"
    WAITING = "waiting"
    DIFFERS = "differs"
    IN = "in"
    RETURNED = "returned"


@dataclass(frozen=True)
class Figures:
    """The three kinds of hours and the points."""

    hours: int = 0
    satisfied_hours: int = 0
    points_hours: int = 0
    points: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Figures)))


@dataclass(frozen=True)
class Stated:
    """One volunteer's months and sums as the station signed them."""

    volunteer: UUID
    months: Sequence[tuple[Month, Figures]]
    sums: Figures


@dataclass(frozen=True)
class Progress:
    """What has come of a station's year."""

    version: int = 0
    parts: int = 0
    parts_in: int = 0
    checked_version: int = 0
    agrees: bool = False
    returned_version: int = 0


def sums_of(months: Iterable[tuple[Month, Figures]]) -> Figures:
    """What the months come to."""
    return sum((figures for _, figures in months), Figures())


def recount(stated: Stated, policy: Policy) -> list[Difference]:
    """Where a volunteer's sums, points or months aren't what the months come to.

    Points are recomputed from the hours that earn them; hours never pass their limits.
    """
    found = _months_at_fault(stated, policy.year)
    for month, figures in stated.months:
        earned = points(figures.points_hours, policy)
        found += _differing(stated.volunteer, month, figures, _possible(figures, earned))
    total = sums_of(stated.months)
    whole = Figures(
        total.hours,
        total.satisfied_hours,
        total.points_hours,
        points(total.points_hours, policy),
    )
    return found + _differing(stated.volunteer, None, stated.sums, whole)


def cross_check(
    year: int, months: Mapping[Month, Figures], accepted: Mapping[Month, Figures]
) -> list[Difference]:
    """Where the year's sum of a month isn't that of the month the center accepted."""
    found = []
    for month in months_of(year):
        says, accepts = months.get(month, Figures()), accepted.get(month, Figures())
        found += _differing(None, month, says, accepts)
    return found


def status(progress: Progress, *, differs: bool) -> Status:
    """Where a station's year stands; a newer version than the returned one starts anew."""
    if progress.version == 0:
        return Status.WAITING
    if progress.returned_version == progress.version:
        return Status.RETURNED
    if progress.parts_in < progress.parts or progress.checked_version != progress.version:
        return Status.WAITING
    return Status.IN if progress.agrees and not differs else Status.DIFFERS


def check_part(part: int, parts: int, known_parts: int | None) -> None:
    """Refuses a part outside its number of parts, and parts that disagree on their number."""
    if not 1 <= part <= parts:
        raise InvalidError("year.bad_part", part=part, parts=parts)
    if known_parts is not None and known_parts != parts:
        raise InvalidError("year.parts_differ", parts=parts, known=known_parts)


def _months_at_fault(stated: Stated, year: int) -> list[Difference]:
    counted = Counter(month for month, _ in stated.months)
    return [
        Difference(stated.volunteer, month, "month", times, int(month.year == year))
        for month, times in counted.items()
        if times > 1 or month.year != year
    ]


def _possible(figures: Figures, earned: int) -> Figures:
    satisfied = min(figures.satisfied_hours, figures.hours)
    return Figures(figures.hours, satisfied, min(figures.points_hours, satisfied), earned)


def _differing(
    volunteer: UUID | None, month: Month | None, says: Figures, comes_to: Figures
) -> list[Difference]:
    return [
        Difference(volunteer, month, f.name, getattr(says, f.name), getattr(comes_to, f.name))
        for f in fields(Figures)
        if getattr(says, f.name) != getattr(comes_to, f.name)
    ]
