"""A resident's request: its life cycle, its channels, and its place in every queue (三, 六.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from shared.domain.life_cycle import move
from shared.domain.star import HIGHEST
from shared.errors import ConflictError, ForbiddenError, InvalidError

LONGEST_REASON: Final = 500


class Status(StrEnum):
    """Of a request, at whoever has it and on the requester's page; the same words at each tier.

    `accepted` and what follows is said by whoever serves, the first station or the one that took
    it. `returned`: routed to a station which gave it back.
    """

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    DONE = "done"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ESCALATED = "escalated"
    ROUTED = "routed"
    RETURNED = "returned"


_ENDS: Final = frozenset({Status.DECLINED, Status.WITHDRAWN})
NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.RECEIVED: _ENDS | {Status.ACCEPTED, Status.ESCALATED},
    Status.ACCEPTED: _ENDS | {Status.DISPATCHED, Status.ESCALATED, Status.RETURNED},
    # accepted again: nobody of those who were asked went
    Status.DISPATCHED: _ENDS | {Status.DONE, Status.ACCEPTED, Status.ESCALATED, Status.RETURNED},
    # dispatched again: the recipient disputes what was done; received: not solved
    Status.DONE: frozenset({Status.CLOSED, Status.DISPATCHED, Status.RECEIVED}),
    Status.CLOSED: frozenset({Status.RECEIVED}),
    # escalated again: from the center on to the association; received: taken back
    Status.ESCALATED: _ENDS | {Status.ROUTED, Status.ESCALATED, Status.RECEIVED},
    Status.ROUTED: _ENDS
    | {
        Status.ACCEPTED,
        Status.RETURNED,
        Status.ROUTED,  # to another one
        Status.ESCALATED,
        Status.RECEIVED,
    },
    # returned again: by the center that could find nobody either, to the association
    Status.RETURNED: _ENDS | {Status.ROUTED, Status.ESCALATED, Status.RECEIVED, Status.RETURNED},
}
OPEN: Final = frozenset(Status) - _ENDS - {Status.CLOSED}
AT_STATION: Final = frozenset(
    {Status.RECEIVED, Status.ACCEPTED, Status.DISPATCHED, Status.DONE, Status.CLOSED}
)
ABOVE: Final = frozenset({Status.ESCALATED, Status.ROUTED, Status.RETURNED})
"""Out of the first station's hands, and accepted by nobody yet."""

NEEDS_REASON: Final = frozenset({Status.DECLINED, Status.ESCALATED, Status.RETURNED})


class Channel(StrEnum):
    """By which way it came in; `front_door` is the center's page for a station without one."""

    PUBLIC = "public"
    WALK_IN = "walk_in"
    TELEPHONE = "telephone"
    OPEN311 = "open311"
    FRONT_DOOR = "front_door"


class Urgency(StrEnum):
    """`urgent` is danger to life or home, and a clerk's word."""

    NORMAL = "normal"
    URGENT = "urgent"


class Proof(StrEnum):
    """How it is known that the requester holds stars; a typed name proves nothing."""

    NONE = "none"
    LOGIN = "login"
    CARD_SEEN = "card_seen"


class Why(StrEnum):
    """Why a request is passed on; this word alone leaves the station, the sentence stays."""

    NOBODY_FITS = "nobody_fits"
    ALL_REFUSED = "all_refused"
    PAST_PROMISE = "past_promise"
    CLOSED = "closed"
    OTHER = "other"  # by the clerk alone


@dataclass(frozen=True)
class Waiting:
    """What a queue needs to know of a request: `stars` as `counted_stars` gives them."""

    urgency: Urgency
    is_past: bool
    stars: int
    since: datetime


def step(status: Status, to: Status, reason: str = "") -> Status:
    """The status after a step; to decline, pass on or give back needs a reason for all to read."""
    after = move(NEXT, status, to)
    if after in NEEDS_REASON and not reason.strip():
        raise InvalidError("service_request.needs_reason", field="reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidError("service_request.long_reason", most=LONGEST_REASON, field="reason")
    return after


def take_back(status: Status) -> Status:
    """The first station has it again; not once somebody accepted it (ConflictError)."""
    if status not in ABOVE:
        raise ConflictError("service_request.not_taken_back")
    return move(NEXT, status, Status.RECEIVED)


def reopen(status: Status, *, erased: bool) -> Status:
    """The requester says "not solved", as long as it is known who that is and where."""
    if status not in (Status.DONE, Status.CLOSED):
        raise ConflictError("service_request.not_reopened")
    if erased:
        raise ConflictError("service_request.erased")
    return move(NEXT, status, Status.RECEIVED)


def check_marks(urgency: Urgency, proof: Proof, *, by_clerk: bool) -> None:
    """Refuses an urgency that no clerk marked, and a card that no clerk saw."""
    if urgency is Urgency.URGENT and not by_clerk:
        raise ForbiddenError("service_request.urgent_by_clerk")
    if proof is Proof.CARD_SEEN and not by_clerk:
        raise ForbiddenError("service_request.card_by_clerk")


def counted_stars(stars: int, proof: Proof) -> int:
    """The stars, in force, that give priority: proven, never taken from a typed name."""
    return 0 if proof is Proof.NONE else min(max(stars, 0), HIGHEST)


def queue_key(waiting: Waiting) -> tuple[bool, bool, int, datetime]:
    """The order of every queue (六.6): smallest first."""
    return (
        waiting.urgency is not Urgency.URGENT,
        not waiting.is_past,
        -waiting.stars,
        waiting.since,
    )
