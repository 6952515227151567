"""Points, stars, streaks and how long a star is in force."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.policy import default_policy
from shared.domain.service_record import Evaluation
from shared.domain.star import (
    has_visits,
    in_force_until,
    is_in_force,
    missing_points,
    points,
    points_hours,
    star,
    streak,
)

POLICY = default_policy(2025)


@pytest.mark.parametrize(
    ("total", "stars", "missing"),
    [(0, 0, 300), (295, 0, 5), (300, 1, 300), (599, 1, 1), (600, 2, 300), (900, 3, None)],
)
def test_reaching_the_figure_is_enough(total: int, stars: int, missing: int | None) -> None:
    assert star(total, POLICY) == stars
    assert missing_points(total, POLICY) == missing


def test_five_points_for_each_hour_that_is_satisfied_and_not_paid() -> None:
    records = [
        (2, Evaluation.SATISFIED, False),
        (3, Evaluation.SATISFIED, True),
        (4, Evaluation.DISSATISFIED, False),
        (5, Evaluation.NONE, False),
    ]
    assert points_hours(records, POLICY) == 2
    assert points(2, POLICY) == 10


def test_a_streak_counts_consecutive_approved_years_of_three_stars() -> None:
    decided = {2022: 3, 2023: 2, 2024: 3, 2025: 3, 2026: 3}
    assert [streak(decided, year) for year in range(2021, 2028)] == [0, 1, 0, 1, 2, 3, 0]
    assert has_visits(decided, 2026) and not has_visits(decided, 2025)


def test_a_gap_year_breaks_the_streak() -> None:
    assert not has_visits({2023: 3, 2025: 3, 2026: 3}, 2026)


def test_a_star_is_in_force_until_the_next_years_or_until_30_june() -> None:
    approved, following = date(2026, 2, 1), date(2027, 2, 10)
    assert in_force_until(2025, following) == following
    assert not is_in_force(2025, approved, None, date(2026, 1, 31))
    assert is_in_force(2025, approved, None, approved)
    assert is_in_force(2025, approved, None, date(2027, 6, 30))
    assert not is_in_force(2025, approved, None, date(2027, 7, 1))
    assert not is_in_force(2025, approved, date(2027, 9, 1), date(2027, 7, 1))
    assert is_in_force(2025, approved, following, date(2027, 2, 9))
    assert not is_in_force(2025, approved, following, following)
