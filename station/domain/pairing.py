"""A pairing of volunteers with a household in difficulty: its rhythm and its visits (五.2)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from itertools import count, takewhile
from typing import Final
from uuid import UUID

from shared.domain.month import Month
from shared.errors import ConflictError, InvalidError

MOST_VOLUNTEERS: Final = 10
_ONE = timedelta(days=1)


class Rhythm(StrEnum):
    """How often the household is visited."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


_DAYS: Final = {Rhythm.WEEKLY: 7, Rhythm.FORTNIGHTLY: 14}


@dataclass(frozen=True)
class Span:
    """A rhythm kept from a day on; `last` is the last day on which it holds, None: still does.

    Another rhythm ends it and begins a new one.
    """

    rhythm: Rhythm
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        """Refuses days that end before they begin."""
        if self.last is not None and self.last < self.first:
            raise InvalidError("pairing.ends_before_beginning", field="last")


@dataclass(frozen=True)
class Visit:
    """The visit of one round: it can be made from `first` on and is due by the end of `due`."""

    round: int
    first: date
    due: date


@dataclass(frozen=True)
class Tie:
    """A volunteer's part in a pairing, days included; no last day: still theirs."""

    volunteer: UUID
    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the volunteer visits on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


def begun_by(span: Span, day: date) -> tuple[Visit, ...]:
    """The visits to be raised by a day: of every round that has begun.

    A round which the pairing's end cuts short owes no visit.
    """
    return tuple(takewhile(lambda visit: visit.first <= day, _visits(span)))


def due_in(span: Span, month: Month) -> tuple[Visit, ...]:
    """The visits due within a month, as the monthly report counts them."""
    begun = begun_by(span, month.last_day)
    return tuple(visit for visit in begun if month.contains(visit.due))


def overdue(span: Span, made: Collection[int], today: date) -> tuple[Visit, ...]:
    """The visits whose day has gone by, save those of the rounds that were made."""
    begun = begun_by(span, today)
    return tuple(one for one in begun if one.due < today and one.round not in made)


def start(
    volunteers: Iterable[UUID], first: date, related: Collection[UUID] = ()
) -> tuple[Tie, ...]:
    """The ties of a new pairing; refuses nobody, too many, and the household's own."""
    people = tuple(dict.fromkeys(volunteers))
    if not people or len(people) > MOST_VOLUNTEERS:
        raise InvalidError("pairing.people_count", most=MOST_VOLUNTEERS, field="volunteers")
    if set(people) & set(related):
        raise InvalidError("pairing.own_household", field="volunteers")
    return tuple(Tie(volunteer, first) for volunteer in people)


def visitors(ties: Iterable[Tie], day: date) -> tuple[UUID, ...]:
    """Who visits on a day."""
    return tuple(tie.volunteer for tie in ties if tie.covers(day))


def orphaned(ties: Iterable[Tie], serving: Collection[UUID], day: date) -> tuple[UUID, ...]:
    """Who should visit and serves no more: their part is to be handed over."""
    return tuple(one for one in visitors(ties, day) if one not in serving)


def hand_over(
    ties: Iterable[Tie], volunteer: UUID, to: Tie, related: Collection[UUID] = ()
) -> tuple[Tie, ...]:
    """The ties after one's part went to another, whose first day is the day after one's last.

    Refuses a part that isn't theirs to give, and a successor who visits already or is related.
    """
    known = tuple(ties)
    own = [tie for tie in known if tie.volunteer == volunteer and tie.last is None]
    if not own:
        raise ConflictError("pairing.not_theirs")
    if to.first <= own[0].first:
        raise InvalidError("pairing.too_early", field="first")
    if to.volunteer in visitors(known, to.first):
        raise ConflictError("pairing.visits_already")
    if to.volunteer in related:
        raise InvalidError("pairing.own_household", field="volunteers")
    ended = replace(own[0], last=to.first - _ONE)
    return (*(ended if tie == own[0] else tie for tie in known), to)


def _visits(span: Span) -> Iterator[Visit]:
    """Round by round; the last is the last whole one."""
    rounds = map(partial(_visit, span), count())
    return takewhile(lambda visit: span.last is None or visit.due <= span.last, rounds)


def _visit(span: Span, number: int) -> Visit:
    return Visit(number, _begins(span, number), _begins(span, number + 1) - _ONE)


def _begins(span: Span, number: int) -> date:
    if span.rhythm is not Rhythm.MONTHLY:
        return span.first + number * timedelta(days=_DAYS[span.rhythm])
    years, month = divmod(span.first.month - 1 + number, 12)
    year = span.first.year + years
    return date(year, month + 1, min(span.first.day, monthrange(year, month + 1)[1]))
