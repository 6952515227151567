"""Training: what the station offers, what each attended, who lags behind the year's pace (六.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.domain.policy import Policy
from shared.domain.training import Cell, Kind, Strand
from shared.errors import InvalidError

MOST_MINUTES: Final = 24 * 60
HOUR: Final = 60


class Status(StrEnum):
    """Held, or taken back with a reason; both stay."""

    HELD = "held"
    VOIDED = "voided"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {Status.HELD: frozenset({Status.VOIDED})}


@dataclass(frozen=True)
class Attendee:
    """Somebody who came; their minutes are the session's where None."""

    volunteer: UUID
    minutes: int | None = None


@dataclass(frozen=True)
class Training:
    """One session as it is entered, with its attendance."""

    topic: str
    kind: Kind
    strand: Strand
    day: date
    minutes: int
    trainer: str
    rows: Sequence[Attendee] = ()


@dataclass(frozen=True)
class Held:
    """One session as the figures take it: minutes attended by volunteer."""

    kind: Kind
    strand: Strand
    minutes: int
    attended: Mapping[UUID, int]


@dataclass(frozen=True)
class Pace:
    """Where somebody stands on a day: minutes attended, due by then, and lacking for the year."""

    minutes: int
    due: int
    missing: int

    @property
    def lags(self) -> bool:
        return self.minutes < self.due


def check_training(training: Training, today: date) -> None:
    """Refuses blanks, the future, minutes out of bounds, and somebody named twice."""
    for name in ("topic", "trainer"):
        if not getattr(training, name).strip():
            raise InvalidError("training.needs_text", field=name)
    if training.day > today:
        raise InvalidError("training.in_future", field="day")
    if not 0 < training.minutes <= MOST_MINUTES:
        raise InvalidError("training.bad_minutes", most=MOST_MINUTES, field="minutes")
    _check_rows(training)


def minutes_of(training: Training) -> dict[UUID, int]:
    """Minutes attended by volunteer."""
    return {
        row.volunteer: training.minutes if row.minutes is None else row.minutes
        for row in training.rows
    }


def table_of(sessions: Iterable[Held]) -> dict[tuple[Kind, Strand], Cell]:
    """The training statistics table: computed, never typed in; people are distinct in a cell."""
    cells: dict[tuple[Kind, Strand], list[Held]] = defaultdict(list)
    for session in sessions:
        cells[session.kind, session.strand].append(session)
    return {key: _cell(cells[key]) for key in sorted(cells)}


def pace(minutes: int, since: date, day: date, policy: Policy) -> Pace:
    """What is due by a day, in equal steps a day from 1 January or the approval in the year.

    A day past the year is its last; before `since` nothing is due.
    """
    first, last = max(since, date(policy.year, 1, 1)), date(policy.year, 12, 31)
    whole = (last - first).days + 1
    passed = min(max((day - first).days + 1, 0), whole)
    due = policy.training_minutes * passed // whole if whole > 0 else 0
    return Pace(minutes, due, max(policy.training_minutes - minutes, 0))


def _check_rows(training: Training) -> None:
    minutes = minutes_of(training)
    if len(minutes) < len(training.rows):
        raise InvalidError("training.named_twice", field="rows")
    if not all(0 < attended <= training.minutes for attended in minutes.values()):
        raise InvalidError("training.bad_attended", most=training.minutes, field="rows")


def _cell(sessions: Sequence[Held]) -> Cell:
    attended = [session.attended for session in sessions]
    return Cell(
        sessions=len(sessions),
        minutes=sum(session.minutes for session in sessions),
        attendances=sum(len(one) for one in attended),
        people=len({who for one in attended for who in one}),
        attended_minutes=sum(sum(one.values()) for one in attended),
    )
