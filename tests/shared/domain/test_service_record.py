"""Hours, overlaps, midnight and the day's limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.policy import default_policy
from shared.domain.service_record import (
    DayLimit,
    Evaluation,
    clock_minutes,
    daily_limit,
    earns_points,
    minutes,
    overlaps,
    split_at_midnight,
    whole_hours,
)
from shared.errors import InvalidError

POLICY = default_policy(2025)


@pytest.mark.parametrize(
    ("served", "hours"),
    [(0, 0), (25, 0), (29, 0), (30, 1), (55, 1), (80, 1), (89, 1), (90, 2), (60, 1), (1440, 24)],
)
def test_half_an_hour_and_more_counts_as_one(served: int, hours: int) -> None:
    assert whole_hours(served, POLICY) == hours


def test_twelve_times_55_minutes_are_twelve_hours_each_record_being_rounded() -> None:
    assert sum(whole_hours(55, POLICY) for _ in range(12)) == 12


def test_the_rounding_is_the_policys() -> None:
    assert whole_hours(55, replace(POLICY, rounding_minute=60)) == 0


def test_a_break_is_no_service() -> None:
    assert minutes("08:00", "11:00", 30) == 150
    assert minutes("08:00", "08:10", 30) == 0
    assert minutes("22:00", "24:00") == 120


@pytest.mark.parametrize(
    ("start", "end", "pause", "code"),
    [
        ("10:00", "08:00", 0, "service_record.end_before_start"),
        ("10:00", "10:00", 0, "service_record.end_before_start"),
        ("08:00", "10:00", -1, "service_record.bad_break"),
        ("8:00", "10:00", 0, "service_record.bad_time"),
        ("08:00", "24:01", 0, "service_record.bad_time"),
    ],
)
def test_impossible_times_are_refused(start: str, end: str, pause: int, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        minutes(start, end, pause)
    assert refused.value.code == code


def test_touching_is_no_overlap() -> None:
    assert not overlaps(("08:00", "10:00"), ("10:00", "11:00"))
    assert not overlaps(("10:00", "11:00"), ("08:00", "10:00"))
    assert overlaps(("08:00", "10:00"), ("09:59", "11:00"))
    assert overlaps(("08:00", "12:00"), ("09:00", "10:00"))


def test_more_than_8_hours_need_a_second_officer_and_more_than_12_are_refused() -> None:
    limits = [daily_limit(hours, POLICY) for hours in (8, 9, 12, 13)]
    assert limits == [
        DayLimit.WITHIN,
        DayLimit.SECOND_OFFICER,
        DayLimit.SECOND_OFFICER,
        DayLimit.REFUSED,
    ]
    assert daily_limit(13, POLICY, emergency=True) is DayLimit.SECOND_OFFICER


def test_a_service_over_new_years_eve_is_split_between_the_years() -> None:
    parts = split_at_midnight(date(2025, 12, 31), "22:00", "02:00")
    assert parts == (
        (date(2025, 12, 31), "22:00", "24:00"),
        (date(2026, 1, 1), "00:00", "02:00"),
    )
    assert [whole_hours(minutes(start, end), POLICY) for _, start, end in parts] == [2, 2]


def test_a_service_within_a_day_stays_one() -> None:
    day = date(2025, 3, 5)
    assert split_at_midnight(day, "08:00", "10:00") == ((day, "08:00", "10:00"),)
    assert split_at_midnight(day, "22:00", "00:00") == ((day, "22:00", "24:00"),)


def test_a_clock_counts_minutes_since_midnight() -> None:
    assert [clock_minutes(clock) for clock in ("00:00", "08:30", "24:00")] == [0, 510, 1440]


def test_only_satisfied_and_unpaid_hours_earn_unless_the_policy_says_so() -> None:
    assert earns_points(Evaluation.SATISFIED, False, POLICY)
    assert not earns_points(Evaluation.SATISFIED, True, POLICY)
    assert earns_points(Evaluation.SATISFIED, True, replace(POLICY, paid_earns_points=True))
    assert not earns_points(Evaluation.NONE, False, POLICY)
    assert not earns_points(Evaluation.DISSATISFIED, False, POLICY)
