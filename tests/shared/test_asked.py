"""Numbers that an address asks for."""

from __future__ import annotations

from uuid import UUID

import pytest

from shared.asked import number_in, uuid_in, year_in


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "٣", "123456", " 1", "9" * 5000])
def test_what_is_no_number_counts_as_not_asked(text: str) -> None:
    assert number_in(text) is None
    assert year_in(text, 2025) == 2025


@pytest.mark.parametrize(
    ("text", "year"),
    [("1899", 2025), ("1900", 1900), ("9998", 9998), ("9999", 2025), ("2024", 2024)],
)
def test_a_year_lies_in_its_bounds(text: str, year: int) -> None:
    assert year_in(text, 2025) == year


def test_a_page_may_bound_the_year() -> None:
    assert (year_in("2026", 2025, last=2025), number_in("12345")) == (2025, 12345)


def test_a_uuid_or_nothing() -> None:
    one = UUID(int=1)
    assert (uuid_in(str(one)), uuid_in("x" * 36), uuid_in("")) == (one, None, None)
