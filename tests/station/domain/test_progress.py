"""The way to the next star, in points and in hours that count."""

from __future__ import annotations

import pytest

from shared.domain.policy import Policy, default_policy
from station.domain.progress import Progress, progress


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (0, Progress(0, 300, 300, 60)),
        (485, Progress(1, 600, 115, 23)),
        (300, Progress(1, 600, 300, 60)),
        (899, Progress(2, 900, 1, 1)),
        (900, Progress(3, None, None, None)),
    ],
)
def test_reaching_a_step_is_enough_and_a_begun_hour_is_a_whole_one(
    points: int, expected: Progress
) -> None:
    assert progress(points, default_policy(2025)) == expected


def test_the_years_own_policy_counts() -> None:
    policy = Policy(2025, points_per_hour=7, star_steps=(100, 200, 300))
    assert progress(150, policy) == Progress(1, 200, 50, 8)
