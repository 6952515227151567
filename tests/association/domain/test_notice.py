"""How long a notice runs."""

from __future__ import annotations

from datetime import date

import pytest

from association.actions.policy import seeded_days
from association.domain.notice import is_over, period
from shared.domain.policy import Policy
from shared.domain.working_day import WorkingDays
from shared.errors import ConflictError


def test_it_runs_over_the_working_days_after_its_start_with_a_worked_sunday() -> None:
    days = WorkingDays({**seeded_days(2025).exceptions, **seeded_days(2026).exceptions})
    span = period(date(2026, 1, 1), Policy(2025), days)
    # 1 to 3 January rest, Sunday the 4th is worked
    assert (span.first, span.last) == (date(2026, 1, 1), date(2026, 1, 8))
    assert (span.working_days, span.without_table) == (5, False)


def test_it_runs_over_the_spring_festival() -> None:
    span = period(date(2026, 2, 12), Policy(2025), seeded_days(2026))
    assert span.last == date(2026, 2, 26)


def test_a_year_without_a_table_counts_weekends_and_says_so() -> None:
    span = period(date(2025, 12, 30), Policy(2025), seeded_days(2025))
    assert (span.last, span.without_table) == (date(2026, 1, 6), True)


def test_a_policy_of_no_days_has_no_notice() -> None:
    with pytest.raises(ConflictError, match=r"notice\.switched_off"):
        period(date(2026, 1, 5), Policy(2025, notice_working_days=0), WorkingDays())


def test_the_last_day_still_belongs_to_it() -> None:
    assert not is_over(date(2026, 1, 8), date(2026, 1, 8))
    assert is_over(date(2026, 1, 8), date(2026, 1, 9))
