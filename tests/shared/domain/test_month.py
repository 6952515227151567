"""Months of Asia/Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.month import Month, day_begins, months_between, months_of
from shared.errors import InvalidError


def test_a_month_is_read_and_written_as_year_dash_month() -> None:
    assert Month.parse("2025-01") == Month(2025, 1)
    assert str(Month(2025, 11)) == "2025-11"
    for text in ("2025-1", "2025-13", "2025-00", "２０２５-01", "2025-01-01", ""):
        with pytest.raises(InvalidError) as refused:
            Month.parse(text)
        assert refused.value.code == "month.bad"


def test_new_year_begins_in_shanghai_eight_hours_before_utc() -> None:
    assert Month.at(datetime(2025, 12, 31, 16, 30, tzinfo=UTC)) == Month(2026, 1)
    assert Month.at(datetime(2025, 12, 31, 15, 59, tzinfo=UTC)) == Month(2025, 12)
    assert Month(2026, 1).begins == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert Month(2025, 12).ends == Month(2026, 1).begins == day_begins(date(2026, 1, 1))


def test_an_instant_is_no_local_day_and_needs_its_zone() -> None:
    with pytest.raises(TypeError):
        Month.of(datetime(2025, 1, 1, tzinfo=UTC))
    with pytest.raises(TypeError):
        Month.at(datetime(2025, 1, 1))  # noqa: DTZ001


@given(st.dates(date(1901, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_month_alone_and_months_are_in_order(day: date) -> None:
    month = Month.of(day)
    assert month.contains(day) and month.first_day <= day <= month.last_day
    assert not month.next.contains(day) and not month.previous.contains(day)
    assert month.next.previous == month.previous.next == month
    assert month.previous < month < month.next


def test_a_leap_february_ends_with_the_29th() -> None:
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(2025, 12).last_day == date(2025, 12, 31)


def test_a_year_has_twelve_months_and_a_span_both_its_ends() -> None:
    assert len(months_of(2025)) == 12
    assert months_between(Month(2024, 12), Month(2025, 2)) == (
        Month(2024, 12),
        Month(2025, 1),
        Month(2025, 2),
    )
    assert months_between(Month(2025, 2), Month(2025, 1)) == ()
