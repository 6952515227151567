"""A station's year: life cycle, the twelve months of each volunteer, what hinders sealing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.domain import monthly_report
from shared.domain.month import Month, months_of
from shared.domain.tally import Figures, Tally


class Status(StrEnum):
    """From the station's months to the association's closing."""

    OPEN = "open"
    SEALED = "sealed"
    REPORTED = "reported"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    CLOSED = "closed"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.OPEN: frozenset({Status.SEALED}),
    Status.SEALED: frozenset({Status.REPORTED}),
    Status.REPORTED: frozenset({Status.RETURNED, Status.FORWARDED}),
    Status.RETURNED: frozenset({Status.SEALED}),
    Status.FORWARDED: frozenset({Status.RETURNED, Status.CLOSED}),
}

_SEALED = frozenset(
    {
        monthly_report.Status.SEALED,
        monthly_report.Status.REPORTED,
        monthly_report.Status.ACCEPTED,
    }
)


@dataclass(frozen=True)
class YearLine:
    """One volunteer's year: twelve months in order and their sum."""

    months: tuple[Figures, ...]
    total: Figures


@dataclass(frozen=True)
class Difference:
    """One figure that the year states otherwise than its months come to.

    Without a month it is a sum, without both month and volunteer a count or a whole month.
    """

    volunteer: UUID | None
    month: Month | None
    figure: str
    year_says: int
    months_say: int


def add_months(
    tallies: Mapping[Month, Tally], year: int, volunteers: Iterable[UUID] = ()
) -> dict[UUID, YearLine]:
    """Every volunteer's line, in the order of their UUIDs; those named besides have zeros.

    Months of other years are left out: nothing is carried over.
    """
    months = [tallies[month].volunteers if month in tallies else {} for month in months_of(year)]
    people = set(volunteers).union(*months)
    return {who: _line([month.get(who, Figures()) for month in months]) for who in sorted(people)}


def unsealed_months(
    owed: Iterable[Month], statuses: Mapping[Month, monthly_report.Status]
) -> list[Month]:
    """The owed months that still hinder the sealing of the year, in order."""
    return [month for month in sorted(owed) if statuses.get(month) not in _SEALED]


def _line(months: list[Figures]) -> YearLine:
    return YearLine(tuple(months), sum(months, Figures()))
