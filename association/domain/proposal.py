"""What a volunteer's year comes to over all stations, and the star it proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.domain.policy import Policy
from shared.domain.star import points, star, streak


@dataclass(frozen=True)
class Hours:
    """The three figures that stand side by side."""

    hours: int
    satisfied_hours: int
    points_hours: int


@dataclass(frozen=True)
class Total(Hours):
    """One volunteer's year by the year's policy; `streak` counts approved years before it."""

    points: int
    proposed: int
    streak: int


def add_up(parts: Iterable[Hours], policy: Policy, decided: Mapping[int, int]) -> Total:
    """One total over stations; `decided` are the stars of years that stand approved."""
    rows = list(parts)
    earning = sum(row.points_hours for row in rows)
    earned = points(earning, policy)
    return Total(
        sum(row.hours for row in rows),
        sum(row.satisfied_hours for row in rows),
        earning,
        earned,
        star(earned, policy),
        streak(decided, policy.year - 1),
    )


def least_hours(policy: Policy) -> int:
    """The hours that earn points from which on there is a star to propose."""
    return -(-policy.star_steps[0] // policy.points_per_hour)


def station_on(stays: Sequence[tuple[date, str]], day: date) -> str:
    """The station at which a volunteer stood on a day; the first one before it all began.

    `stays` are (since, station), oldest first, at least one.
    """
    begun = [station for since, station in stays if since <= day]
    return begun[-1] if begun else stays[0][1]


def stations_in(stays: Sequence[tuple[date, str]], year: int) -> list[str]:
    """The stations at which a volunteer stood on any day of a year."""
    found = []
    for position, (since, station) in enumerate(stays):
        ended = position + 1 < len(stays) and stays[position + 1][0] <= date(year, 1, 1)
        if since <= date(year, 12, 31) and not ended:
            found.append(station)
    return found
