"""A blank cell, as people leave it and as programs write it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from shared.domain.cell import Cell, is_blank


@pytest.mark.parametrize("value", [None, "", " ", "　", "\n\t", " "])
def test_nothing_but_spaces_is_blank_full_width_ones_and_line_breaks_too(value: Cell) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, 0.0, False, "0", "-", "无", timedelta(0), time(0)])
def test_a_zero_a_no_and_midnight_are_entries(value: Cell) -> None:
    assert not is_blank(value)


def test_a_date_is_an_entry() -> None:
    assert not is_blank(date(2025, 3, 5))
