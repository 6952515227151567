"""Which reports a center may ask after: owed ones that stand out since their month ended."""

from __future__ import annotations

from datetime import date

from shared.domain.month import Month
from shared.domain.monthly_report import Cell
from shared.errors import ConflictError


def is_missed(state: Cell, month: Month, today: date) -> bool:
    """Whether the month is over and no report of it is here that wasn't returned."""
    return today > month.last_day and state in (Cell.WAITING, Cell.MISSING, Cell.RETURNED)


def check_reminder(state: Cell, month: Month, today: date, last: date | None) -> None:
    """Refuses what nobody misses, and a second word on the same day (`last`)."""
    if not is_missed(state, month, today):
        raise ConflictError("reminder.not_missed", month=str(month))
    if last == today:
        raise ConflictError("reminder.sent_today", month=str(month))
