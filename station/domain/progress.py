"""A volunteer's way to the next star: points and counted hours that are missing (六.5)."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.policy import Policy
from shared.domain.star import HIGHEST, missing_points, star


@dataclass(frozen=True)
class Progress:
    """`star` is what the points reach by the steps; the association decides at the year's end.

    `next_step` and what is missing are None at three stars.
    """

    star: int
    next_step: int | None
    missing_points: int | None
    missing_hours: int | None


def progress(points: int, policy: Policy) -> Progress:
    """Missing hours are satisfied and unpaid ones, the last begun one counted whole."""
    level = star(points, policy)
    missing = missing_points(points, policy)
    if missing is None:
        return Progress(HIGHEST, None, None, None)
    hours = -(-missing // policy.points_per_hour)
    return Progress(level, policy.star_steps[level], missing, hours)
