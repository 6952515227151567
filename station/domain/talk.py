"""A talk held with a member who isn't a volunteer yet (二.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from shared.domain.registration import Status
from shared.errors import ConflictError, InvalidError

LONGEST_WORDS = 2000
REGISTERED = frozenset({Status.SUBMITTED, Status.APPROVED, Status.RETURNED, Status.SUSPENDED})


@dataclass(frozen=True)
class Note:
    """The day of the talk, and what was said."""

    held_on: date
    words: str = field(repr=False)

    def check(self, today: date) -> None:
        """Refuses a day to come, no words and too many."""
        if self.held_on > today:
            raise InvalidError("talk.in_future", field="held_on")
        if not self.words.strip() or len(self.words) > LONGEST_WORDS:
            raise InvalidError("talk.words_form", most=LONGEST_WORDS, field="words")


def check_needed(status: str | None, name: str) -> None:
    """Refuses a talk with whoever has registered already; who was rejected or left hasn't."""
    if status in REGISTERED:
        raise ConflictError("talk.registered", name=name)
