"""Which months are owed, and the cells of the center's grid."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.month import Month
from shared.domain.monthly_report import Arrivals, Cell, cell, is_empty, owed_months


def test_a_first_part_month_is_owed_and_nothing_before_opening_or_after_closing() -> None:
    assert owed_months(date(2025, 3, 31), None, Month(2025, 5)) == (
        Month(2025, 3),
        Month(2025, 4),
        Month(2025, 5),
    )
    closed = owed_months(date(2025, 3, 1), date(2025, 4, 1), Month(2025, 12))
    assert closed == (Month(2025, 3), Month(2025, 4))
    assert owed_months(date(2025, 6, 1), None, Month(2025, 5)) == ()


def test_no_activity_without_a_reason_is_empty() -> None:
    assert is_empty(0, " ")
    assert not is_empty(0, "暑假")
    assert not is_empty(1, "")


@pytest.mark.parametrize(
    ("arrivals", "shown"),
    [
        (Arrivals(owed=False), Cell.NOT_OWED),
        (Arrivals(), Cell.WAITING),
        (Arrivals(is_due=True), Cell.MISSING),
        (Arrivals(came=True, is_returned=True), Cell.RETURNED),
        (Arrivals(came=True, on_time=True), Cell.ON_TIME),
        (Arrivals(came=True, is_due=True), Cell.LATE),
        (Arrivals(came=True, on_time=True, revision=2), Cell.AMENDED),
        (Arrivals(came=True, on_time=True, is_empty=True), Cell.EMPTY),
        (Arrivals(came=True, taken_over=True), Cell.TAKEN_OVER),
    ],
)
def test_a_cell_shows_the_worst_that_holds(arrivals: Arrivals, shown: Cell) -> None:
    assert cell(arrivals) is shown
