"""From which day on an entered record is in time, and what is taken over from paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from shared.clock import ZONE
from shared.domain.policy import Policy, default_policy
from shared.domain.working_day import WorkingDays
from station.domain.lateness import is_taken_over, late_before

OPENED = date(2025, 1, 15)


def generous(year: int) -> Policy:
    return replace(default_policy(year), late_after_days=40)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2025, 2, 4, 23, 59, tzinfo=ZONE), date(2025, 1, 1)),
        (datetime(2025, 2, 5, 0, 0, tzinfo=ZONE), date(2025, 2, 1)),
        (datetime(2025, 10, 1, 23, 59, tzinfo=ZONE), date(2025, 9, 1)),  # begins on a Wednesday
        (datetime(2025, 10, 2, 0, 0, tzinfo=ZONE), date(2025, 10, 1)),
        (datetime(2026, 1, 6, 12, 0, tzinfo=ZONE), date(2025, 12, 1)),
    ],
)
def test_a_month_is_in_time_until_its_report_was_due(now: datetime, first: date) -> None:
    assert late_before(now, default_policy, WorkingDays()) == first


def test_days_of_grace_keep_several_months_open() -> None:
    now = datetime(2025, 3, 10, 9, 0, tzinfo=ZONE)
    assert late_before(now, generous, WorkingDays()) == date(2025, 1, 1)


def test_paper_is_taken_over_for_months_that_ended_before_the_opening() -> None:
    assert is_taken_over(date(2024, 12, 31), OPENED, door_closed=False)
    assert not is_taken_over(date(2025, 1, 2), OPENED, door_closed=False)
    assert not is_taken_over(date(2024, 12, 31), OPENED, door_closed=True)
    assert not is_taken_over(date(2024, 12, 31), None, door_closed=False)
