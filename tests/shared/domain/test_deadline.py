"""The first Wednesday, its eight traps, and the other rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.deadline import due, is_late, is_on_time, last_day
from shared.domain.month import Month
from shared.domain.policy import DeadlineRule, default_policy
from shared.domain.working_day import WorkingDays

POLICY = default_policy(2025)
NATIONAL_DAYS = WorkingDays({date(2025, 10, day): False for day in range(1, 9)})


def test_a_report_is_due_before_the_first_wednesday_begins_in_shanghai() -> None:
    # first Wednesday of March 2025 is the 5th
    assert last_day(Month(2025, 2), POLICY) == date(2025, 3, 4)
    assert due(Month(2025, 2), POLICY) == datetime(2025, 3, 4, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "month",
    ["2025-01", "2025-10", "2026-04", "2026-07", "2027-09", "2027-12", "2028-03", "2028-11"],
)
def test_where_the_month_begins_on_a_wednesday_it_is_due_before_that_day_ends(month: str) -> None:
    begun = Month.parse(month)
    assert last_day(begun.previous, POLICY) == begun.first_day
    assert due(begun.previous, POLICY) == begun.begins + timedelta(days=1)


def test_the_last_instant_is_on_time_and_the_due_instant_is_not() -> None:
    month = Month(2025, 2)
    instant = due(month, POLICY)
    assert is_on_time(instant - timedelta(microseconds=1), month, POLICY)
    assert not is_on_time(instant, month, POLICY)


@given(st.integers(2020, 2040), st.integers(1, 12), st.sampled_from(DeadlineRule))
def test_no_rule_makes_a_report_due_before_its_month_is_over(
    year: int, number: int, rule: DeadlineRule
) -> None:
    month = Month(year, number)
    policy = replace(default_policy(year), deadline_rule=rule)
    assert due(month, policy, NATIONAL_DAYS) > month.ends


def test_the_inclusive_rule_counts_the_wednesday_itself() -> None:
    policy = replace(POLICY, deadline_rule=DeadlineRule.ON_FIRST_WEDNESDAY)
    assert last_day(Month(2025, 2), policy) == date(2025, 3, 5)


def test_the_next_working_day_holds_where_the_deadline_is_a_holiday() -> None:
    policy = replace(POLICY, deadline_rule=DeadlineRule.NEXT_WORKING_DAY)
    assert last_day(Month(2025, 9), policy, NATIONAL_DAYS) == date(2025, 10, 9)
    assert last_day(Month(2025, 2), policy) == date(2025, 3, 4)


def test_the_previous_working_day_holds_unless_it_lies_in_the_month_itself() -> None:
    policy = replace(POLICY, deadline_rule=DeadlineRule.PREVIOUS_WORKING_DAY)
    assert last_day(Month(2025, 9), policy, NATIONAL_DAYS) == date(2025, 10, 9)
    # Tuesday 4 March a holiday: Monday the 3rd
    holiday = WorkingDays({date(2025, 3, 4): False})
    assert last_day(Month(2025, 2), policy, holiday) == date(2025, 3, 3)


def test_a_record_is_late_once_its_months_report_was_due() -> None:
    month = Month(2025, 2)
    instant = due(month, POLICY)
    assert is_late(instant, month, POLICY)
    assert not is_late(instant - timedelta(seconds=1), month, POLICY)
    assert not is_late(instant, month, replace(POLICY, late_after_days=3))
