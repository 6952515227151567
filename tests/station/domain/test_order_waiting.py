"""When an order has waited too long."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shared.domain.month import day_begins
from shared.domain.working_day import WorkingDays
from station.domain.order_waiting import answers_late, signature_late

HOLIDAY = {date(2025, 10, day): False for day in range(1, 9)}


@pytest.mark.parametrize(
    ("today", "offered_by"),
    [
        (date(2025, 2, 5), date(2025, 2, 3)),  # Wednesday: Monday's had Tuesday
        (date(2025, 2, 3), date(2025, 1, 30)),  # Monday: Friday's have today still
        (date(2025, 2, 8), date(2025, 2, 6)),
        (date(2025, 10, 9), date(2025, 9, 29)),
        (date(2025, 10, 10), date(2025, 10, 8)),
    ],
)
def test_an_offer_has_the_working_day_after_it(today: date, offered_by: date) -> None:
    days = WorkingDays(HOLIDAY)
    assert answers_late(today, days) == day_begins(date.fromordinal(offered_by.toordinal() + 1))
    assert days.add(offered_by, 1) < today


def test_what_was_done_has_three_days_for_its_signature() -> None:
    assert signature_late(datetime(2025, 2, 6, 1, tzinfo=UTC)) == datetime(
        2025, 2, 3, 1, tzinfo=UTC
    )
