"""What becomes of a pairing: another rhythm, paused, ended; and how each of its visits stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.domain.life_cycle import move
from shared.domain.service_order import LIVE, Status
from shared.errors import ConflictError, InvalidError
from station.domain.pairing import Rhythm, Span, Tie, begun_by, start

LONGEST_REASON: Final = 300
KEPT: Final = timedelta(days=30)
"""How long after a pairing's end the household's name, telephone, address and words stay."""

_ONE: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=31)


class State(StrEnum):
    """A pairing's own: a paused one goes on, an ended one never does."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


NEXT: Final[Mapping[State, frozenset[State]]] = {
    State.ACTIVE: frozenset({State.PAUSED, State.ENDED}),
    State.PAUSED: frozenset({State.ACTIVE, State.ENDED}),
}


class VisitState(StrEnum):
    """How a round's visit stands; `unmanned`: nobody goes, `unsigned`: that alone is wanting."""

    MADE = "made"
    UNSIGNED = "unsigned"
    MISSED = "missed"
    OVERDUE = "overdue"
    UNMANNED = "unmanned"
    OPEN = "open"


def moved(state: State, to: State, reason: str = "") -> State:
    """The state after a step; to pause or to end needs a reason."""
    after = move(NEXT, state, to)
    if after is not State.ACTIVE:
        checked_reason(reason)
    return after


def checked_reason(reason: str) -> str:
    """Without outer spaces; refuses none, and a long one."""
    said = reason.strip()
    if not said:
        raise InvalidError("pairing.needs_reason", field="reason")
    if len(said) > LONGEST_REASON:
        raise InvalidError("pairing.long_reason", most=LONGEST_REASON, field="reason")
    return said


def first_span(rhythm: Rhythm, since: date, today: date) -> Span:
    """The rounds of a new pairing; those before it was entered are nobody's debt."""
    return Span(rhythm, max(since, today))


def next_round(span: Span, today: date) -> date:
    """The day on which the round after the present one begins."""
    begun = begun_by(span, today)
    return begun[-1].due + _ONE if begun else span.first


def another_rhythm(span: Span, rhythm: Rhythm, first: date, today: date) -> tuple[Span, Span]:
    """The span that ends, and the one that begins on a day."""
    if rhythm is span.rhythm:
        raise ConflictError("pairing.same_rhythm")
    if first < today or first <= span.first:
        raise InvalidError("pairing.rhythm_too_early", field="first")
    return replace(span, last=first - _ONE), Span(rhythm, first)


def stopped(span: Span, today: date) -> Span | None:
    """The span up to and with today; None for one that hasn't begun."""
    return None if today < span.first else replace(span, last=today)


def resumed(span: Span | None, rhythm: Rhythm, since: date, today: date) -> Span:
    """The rounds from now on, or from the day after those before; never before its first day."""
    after = today if span is None or span.last is None else span.last + _ONE
    return Span(rhythm, max(after, since, today))


def manned(
    ties: Iterable[Tie], people: Collection[UUID], day: date, related: Collection[UUID] = ()
) -> tuple[Tie, ...]:
    """The ties after it was said anew who visits from a day on.

    Whoever isn't named visits no more; a part that began on that day is none at all.
    """
    new = {tie.volunteer: tie for tie in start(people, day, related)}
    known = tuple(ties)
    stay = {tie.volunteer for tie in known if tie.last is None} & set(new)
    kept = []
    for tie in known:
        if tie.last is not None or tie.volunteer in stay:
            kept.append(tie)
        elif tie.first < day:
            kept.append(replace(tie, last=day - _ONE))
    return (*kept, *(tie for volunteer, tie in new.items() if volunteer not in stay))


def visit_state(due: date, orders: Iterable[Status], today: date, *, missed: bool) -> VisitState:
    """By what its orders say; a visit that was made late is made."""
    known = set(orders)
    if Status.SIGNED in known:
        return VisitState.MADE
    if Status.DONE in known:
        return VisitState.UNSIGNED
    if missed:
        return VisitState.MISSED
    if due < today:
        return VisitState.OVERDUE
    return VisitState.OPEN if known & LIVE else VisitState.UNMANNED


def check_missable(state: VisitState) -> None:
    """Nobody says of a visit that was made that it wasn't."""
    if state in {VisitState.MADE, VisitState.UNSIGNED, VisitState.MISSED}:
        raise ConflictError("pairing.visit_settled")


def check_givable(state: VisitState, orders: Iterable[Status]) -> None:
    """One goes at a time: a visit is given anew once nobody is on the way to it."""
    if state in {VisitState.MADE, VisitState.UNSIGNED} or set(orders) & LIVE:
        raise ConflictError("pairing.visit_given")


def check_since(since: date, today: date) -> date:
    """A pairing is entered with its first day, a month ahead at most."""
    if since > today + _LONGEST:
        raise InvalidError("pairing.since_far", field="since")
    return since
