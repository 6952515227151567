"""Two clocks: the business clock from a file, the machine's never; days of Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.clock import business_now, is_simulated, local_day, machine_now


def test_without_a_file_business_time_is_the_machines() -> None:
    assert not is_simulated()
    assert abs(business_now() - machine_now()) < timedelta(minutes=1)


def test_the_file_is_read_anew_at_each_use_and_gives_utc(clock: Callable[[str], None]) -> None:
    clock("2025-01-01T00:30:00+08:00\n")
    assert business_now() == datetime(2024, 12, 31, 16, 30, tzinfo=UTC)
    assert business_now().tzinfo is UTC
    clock("2025-01-02T00:00:00+00:00")
    assert business_now() == datetime(2025, 1, 2, tzinfo=UTC)
    assert is_simulated()


def test_the_machines_clock_ignores_the_file(clock: Callable[[str], None]) -> None:
    clock("2025-01-01T00:30:00+08:00")
    assert machine_now().year > 2025


@pytest.mark.parametrize("written", ["2025-01-01T00:30:00", "2025-01-01", "", "today"])
def test_a_file_without_an_instant_is_an_error_and_never_now(
    written: str, clock: Callable[[str], None]
) -> None:
    clock(written)
    with pytest.raises(ValueError, match=r"offset|isoformat"):
        business_now()


def test_half_past_midnight_of_new_year_in_shanghai_is_the_new_year() -> None:
    assert local_day(datetime(2024, 12, 31, 16, 30, tzinfo=UTC)) == date(2025, 1, 1)
    assert local_day(datetime(2024, 12, 31, 15, 59, tzinfo=UTC)) == date(2024, 12, 31)
