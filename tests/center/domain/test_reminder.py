"""Which months a center may ask after, and how often."""

from __future__ import annotations

from datetime import date

import pytest

from center.domain.reminder import check_reminder, is_missed
from shared.domain.month import Month
from shared.domain.monthly_report import Cell
from shared.errors import ConflictError

OCTOBER = Month(2026, 10)
MISSED = {Cell.WAITING, Cell.MISSING, Cell.RETURNED}


@pytest.mark.parametrize("state", list(Cell))
def test_what_is_owed_and_not_here_is_missed_once_the_month_is_over(state: Cell) -> None:
    assert is_missed(state, OCTOBER, date(2026, 11, 1)) is (state in MISSED)
    assert not is_missed(state, OCTOBER, date(2026, 10, 31))


def test_a_station_is_asked_once_a_day_and_only_after_what_is_missed() -> None:
    today = date(2026, 11, 5)
    check_reminder(Cell.MISSING, OCTOBER, today, None)
    check_reminder(Cell.MISSING, OCTOBER, today, date(2026, 11, 4))
    for state, last, code in (
        (Cell.MISSING, today, "reminder.sent_today"),
        (Cell.ON_TIME, None, "reminder.not_missed"),
    ):
        with pytest.raises(ConflictError) as refused:
            check_reminder(state, OCTOBER, today, last)
        assert (refused.value.code, refused.value.values) == (code, {"month": "2026-10"})
