"""The yearly table of working days."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.working_day import WorkingDays
from shared.errors import InvalidError

TABLE = WorkingDays({date(2025, 10, 1): False, date(2025, 10, 11): True})


def test_a_year_without_data_rests_on_saturday_and_sunday_and_says_so() -> None:
    assert TABLE.has_data(2025) and not TABLE.has_data(2027)
    assert TABLE.unknown_year(date(2025, 12, 31), None) is None
    assert TABLE.unknown_year(date(2028, 1, 4), date(2025, 1, 1), date(2027, 1, 4)) == 2027
    assert WorkingDays().is_working(date(2027, 10, 1))
    assert not WorkingDays().is_working(date(2027, 10, 2))


def test_a_holiday_rests_and_a_shifted_saturday_works() -> None:
    assert not TABLE.is_working(date(2025, 10, 1))
    assert TABLE.is_working(date(2025, 10, 11))


def test_working_days_are_counted_from_the_day_after() -> None:
    assert TABLE.add(date(2025, 9, 30), 0) == date(2025, 9, 30)
    assert TABLE.add(date(2025, 9, 30), 1) == date(2025, 10, 2)
    assert TABLE.add(date(2025, 10, 10), 2) == date(2025, 10, 13)
    with pytest.raises(InvalidError):
        TABLE.add(date(2025, 9, 30), -1)


def test_the_nearest_working_day_is_the_day_itself_or_one_beside_it() -> None:
    assert TABLE.at_or_after(date(2025, 10, 1)) == date(2025, 10, 2)
    assert TABLE.at_or_before(date(2025, 10, 1)) == date(2025, 9, 30)
    assert TABLE.at_or_before(date(2025, 10, 11)) == date(2025, 10, 11)


def test_the_table_travels_as_zeros_and_ones() -> None:
    assert TABLE.to_dict() == {"2025-10-01": 0, "2025-10-11": 1}
    assert WorkingDays.from_dict(TABLE.to_dict()) == TABLE
    for broken in ({"2025-13-01": 1}, {"2025-10-01": "yes"}):
        with pytest.raises(InvalidError) as refused:
            WorkingDays.from_dict(broken)
        assert refused.value.code == "working_day.bad"
