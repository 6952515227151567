"""A volunteer contests a record or a total of their own; it is answered in time (domain.md 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.domain.life_cycle import move
from shared.domain.month import Month
from shared.domain.working_day import WorkingDays
from shared.errors import ForbiddenError, InvalidError

ANSWER_WITHIN: Final = 10
LONGEST_WORDS: Final = 1000
_YEAR = re.compile("[0-9]{4}")


class Status(StrEnum):
    """Open until the station says that the volunteer is right, or why not."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.OPEN: frozenset({Status.UPHELD, Status.REJECTED}),
}


@dataclass(frozen=True)
class Subject:
    """What is contested: one record, or the total of a period, `2025-03` or `2025`."""

    record: UUID | None = None
    period: str | None = None

    def check(self, today: date) -> None:
        """Refuses both or neither, and a period that hasn't begun."""
        if (self.record is None) == (self.period is None):
            raise InvalidError("contest.no_subject", field="record")
        if self.period is not None and _first_day(self.period) > today:
            raise InvalidError("contest.in_future", field="period", period=self.period)


def due_on(opened: date, days: WorkingDays) -> date:
    """The last day of the ten working days in which it is to be answered."""
    return days.add(opened, ANSWER_WITHIN)


def answer(status: Status, to: Status, words: str) -> Status:
    """The status after the station's answer; who isn't found right is told why."""
    after = move(NEXT, status, to)
    if after is Status.REJECTED and not words.strip():
        raise InvalidError("contest.needs_words", field="words")
    return after


def check_answerer(is_own: bool) -> None:
    """Nobody answers what they contest themselves."""
    if is_own:
        raise ForbiddenError("contest.own")


def _first_day(period: str) -> date:
    if _YEAR.fullmatch(period) and period >= "1900":
        return date(int(period), 1, 1)
    return Month.parse(period).first_day
