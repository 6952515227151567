"""How long an order may wait for an answer, or for its signature, before the clerk is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from shared.domain.month import day_begins
from shared.domain.working_day import WorkingDays

ANSWER_DAYS: Final = 1
SIGNATURE_DAYS: Final = 3
_ONE = timedelta(days=1)


def answers_late(today: date, days: WorkingDays) -> datetime:
    """Orders offered before this instant should have their answer: a working day has gone by."""
    offered = today - _ONE
    while days.add(offered, ANSWER_DAYS) >= today:
        offered -= _ONE
    return day_begins(offered + _ONE)


def signature_late(now: datetime) -> datetime:
    """Orders done before this instant should be signed: a link still lasts some days."""
    return now - timedelta(days=SIGNATURE_DAYS)
