"""Promised times in working days, and a station that is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.promise import (
    MOST_DAYS,
    Closing,
    Promise,
    answered_and_served,
    closing_on,
    due,
    goes_up_at_once,
    is_past,
    kept_until,
    last_day,
    opens_on,
)
from shared.domain.service_request import Status
from shared.domain.working_day import WorkingDays
from shared.errors import InvalidError

DAYS = WorkingDays({date(2026, 10, 1): False, date(2026, 10, 2): False})
PLAN = Promise()
THURSDAY = datetime(2026, 10, 29, 6, 12, tzinfo=UTC)  # 14:12 in Shanghai
SUMMER = Closing(date(2026, 7, 6), date(2026, 8, 30), "暑假")


@pytest.mark.parametrize(
    ("status", "day"),
    [
        (Status.RECEIVED, date(2026, 10, 30)),
        (Status.ACCEPTED, date(2026, 11, 3)),
        (Status.ESCALATED, date(2026, 10, 30)),
        (Status.RETURNED, date(2026, 10, 30)),
        (Status.ROUTED, date(2026, 10, 30)),
    ],
)
def test_accepting_takes_one_working_day_dispatching_three_routing_one(
    status: Status, day: date
) -> None:
    assert last_day(status, THURSDAY, DAYS, PLAN) == day


@pytest.mark.parametrize(
    "status", [Status.DISPATCHED, Status.DONE, Status.CLOSED, Status.DECLINED, Status.WITHDRAWN]
)
def test_nothing_is_promised_of_what_is_under_way_or_over(status: Status) -> None:
    assert due(status, THURSDAY, DAYS, PLAN) is None
    assert not is_past(None, THURSDAY + timedelta(days=900))


def test_holidays_are_left_out_and_the_last_day_counts_whole() -> None:
    wednesday = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert last_day(Status.RECEIVED, wednesday, DAYS, PLAN) == date(2026, 10, 5)
    promised = due(Status.RECEIVED, wednesday, DAYS, PLAN)
    assert promised == datetime(2026, 10, 5, 16, tzinfo=UTC)
    assert not is_past(promised, promised - timedelta(microseconds=1))
    assert is_past(promised, promised)
    assert (kept_until(promised), kept_until(None)) == (date(2026, 10, 5), None)


def test_what_comes_after_midnight_in_shanghai_is_the_next_day_s() -> None:
    midnight = datetime(2026, 10, 29, 16, tzinfo=UTC)
    assert last_day(Status.RECEIVED, midnight, DAYS, PLAN) == date(2026, 11, 2)
    with pytest.raises(TypeError):
        last_day(Status.RECEIVED, THURSDAY.replace(tzinfo=None), DAYS, PLAN)


def test_the_public_page_says_both_days_beforehand() -> None:
    assert answered_and_served(THURSDAY, DAYS, PLAN) == (date(2026, 10, 30), date(2026, 11, 4))


@given(st.integers(0, 360 * 24), st.integers(1, 10))
def test_a_promise_is_kept_on_a_working_day_and_a_longer_one_is_never_sooner(
    hours: int, count: int
) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    day = last_day(Status.ACCEPTED, since, DAYS, Promise(dispatch=count))
    longer = last_day(Status.ACCEPTED, since, DAYS, Promise(dispatch=count + 1))
    assert day is not None and longer is not None
    assert DAYS.is_working(day)
    assert day < longer
    promised = due(Status.ACCEPTED, since, DAYS, Promise(dispatch=count))
    assert promised is not None and promised > since


@pytest.mark.parametrize("name", ["accept", "dispatch", "route"])
def test_no_promise_is_shorter_than_a_day_or_endless(name: str) -> None:
    assert getattr(Promise(**{name: MOST_DAYS}), name) == MOST_DAYS
    for count in (0, MOST_DAYS + 1):
        with pytest.raises(InvalidError) as refused:
            Promise(**{name: count})
        assert refused.value.code == "promise.bad_days"


def test_a_closing_is_days_in_order_with_a_short_note() -> None:
    assert Closing(date(2026, 7, 6), date(2026, 7, 6)).note == ""
    assert len(Closing(date(2026, 7, 6), date(2026, 7, 6), "长" * 200).note) == 200
    with pytest.raises(InvalidError, match="ends_before_beginning"):
        Closing(date(2026, 7, 6), date(2026, 7, 5))
    with pytest.raises(InvalidError, match="long_note"):
        Closing(date(2026, 7, 6), date(2026, 7, 7), "长" * 201)


def test_of_several_closings_the_longest_is_told_and_the_station_opens_after_all() -> None:
    inspection = Closing(date(2026, 8, 29), date(2026, 9, 2), "检修")
    weekend = Closing(date(2026, 9, 3), date(2026, 9, 3))
    closings = [SUMMER, inspection, weekend]
    assert closing_on(closings, date(2026, 8, 30)) is inspection
    assert closing_on(closings, date(2026, 7, 5)) is None
    assert opens_on(iter(closings), date(2026, 7, 10)) == date(2026, 9, 4)
    assert opens_on(closings, date(2026, 9, 4)) == date(2026, 9, 4)


def test_a_closed_station_is_passed_by_unless_it_had_accepted() -> None:
    last = datetime(2026, 8, 30, 15, 59, tzinfo=UTC)
    assert goes_up_at_once(Status.RECEIVED, [SUMMER], last)
    assert not goes_up_at_once(Status.RECEIVED, [SUMMER], last + timedelta(minutes=1))
    assert not goes_up_at_once(Status.ACCEPTED, [SUMMER], last)
    assert not goes_up_at_once(Status.RECEIVED, [], last)
