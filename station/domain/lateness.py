"""From which day on a record entered now is in time (domain.md part 5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from shared.domain.deadline import is_late
from shared.domain.month import Month
from shared.domain.policy import Policy
from shared.domain.working_day import WorkingDays


def late_before(now: datetime, policy_of: Callable[[int], Policy], days: WorkingDays) -> date:
    """The first day of the earliest month for which a record is still in time."""
    month = Month.at(now)
    while not is_late(now, month.previous, policy_of(month.previous.year), days):
        month = month.previous
    return month.first_day


def is_taken_over(day: date, opened: date | None, *, door_closed: bool) -> bool:
    """Whether a record is of a month taken over from paper: such a one is never late."""
    return opened is not None and not door_closed and Month.of(day).last_day < opened
