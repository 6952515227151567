"""Points and stars of a year, the streak, and how long a star is in force (六.5, domain.md 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from shared.domain.policy import Policy
from shared.domain.service_record import Evaluation, earns_points

HIGHEST = 3
STREAK_YEARS = 3  # 六.6: three consecutive years of three stars


def points(points_hours: int, policy: Policy) -> int:
    """Points for hours that earn points."""
    return points_hours * policy.points_per_hour


def points_hours(records: Iterable[tuple[int, Evaluation, bool]], policy: Policy) -> int:
    """The hours that earn points among (hours, evaluation, paid) of certified records."""
    return sum(
        hours for hours, evaluation, paid in records if earns_points(evaluation, paid, policy)
    )


def star(points: int, policy: Policy) -> int:
    """0 to 3; reaching a step is enough."""
    return sum(points >= step for step in policy.star_steps)


def missing_points(points: int, policy: Policy) -> int | None:
    """Points to the next star; None at three stars."""
    level = star(points, policy)
    return None if level == HIGHEST else policy.star_steps[level] - points


def streak(decided: Mapping[int, int], year: int) -> int:
    """How many years in a row up to and with `year` were decided as three stars.

    `decided` holds approved levels alone: year → stars.
    """
    count = 0
    while decided.get(year - count) == HIGHEST:
        count += 1
    return count


def has_visits(decided: Mapping[int, int], year: int) -> bool:
    """Whether the decision on `year` gives its holder the monthly home visits (六.6)."""
    return streak(decided, year) >= STREAK_YEARS


def in_force_until(year: int, next_approved: date | None) -> date:
    """The first day on which a star of `year` is no longer in force.

    The day on which the next year's stars are approved, at the latest 1 July of the year after.
    """
    latest = date(year + 2, 7, 1)
    return min(next_approved, latest) if next_approved else latest


def is_in_force(year: int, approved: date, next_approved: date | None, day: date) -> bool:
    """Whether a star of `year`, approved on a day, is in force on another."""
    return approved <= day < in_force_until(year, next_approved)
