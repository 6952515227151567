"""A service order: given to a team or a volunteer, done, signed by whom it was done for (五.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.domain.life_cycle import move
from shared.errors import ForbiddenError, InvalidError

LONGEST_REASON: Final = 500
MOST_PEOPLE: Final = 30


class Status(StrEnum):
    """From the offer to the recipient's signature; without it nothing is certified."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"
    SIGNED = "signed"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.OFFERED: frozenset({Status.ACCEPTED, Status.REFUSED, Status.CANCELLED}),
    # who falls ill after accepting says so too
    Status.ACCEPTED: frozenset({Status.DONE, Status.REFUSED, Status.CANCELLED}),
    # cancelled: what was said to be done turns out not to be
    Status.DONE: frozenset({Status.SIGNED, Status.DISPUTED, Status.CANCELLED}),
    # done: mended, and put before the recipient again
    Status.DISPUTED: frozenset({Status.DONE, Status.CANCELLED}),
}
LIVE: Final = frozenset({Status.OFFERED, Status.ACCEPTED, Status.DONE, Status.DISPUTED})
NEEDS_REASON: Final = frozenset({Status.REFUSED, Status.CANCELLED, Status.DISPUTED})
SHOWING_CONTACT: Final = frozenset({Status.ACCEPTED, Status.DONE, Status.DISPUTED})


class Origin(StrEnum):
    """What it was made for: a request, a visit of a pairing, or one to a holder of stars."""

    REQUEST = "request"
    PAIRING = "pairing"
    BENEFIT = "benefit"


@dataclass(frozen=True)
class Assignee:
    """To whom it is offered: a volunteer, or a team whose leader says who goes."""

    volunteer: UUID | None = None
    team: UUID | None = None

    def __post_init__(self) -> None:
        """Refuses both or neither."""
        if (self.volunteer is None) == (self.team is None):
            raise InvalidError("service_order.no_assignee", field="assignee")


@dataclass(frozen=True)
class Asker:
    """Who wants to do something with an order: as which volunteer, leading which teams."""

    volunteer: UUID | None
    teams: frozenset[UUID] = frozenset()


def step(status: Status, to: Status, reason: str = "") -> Status:
    """The status after a step; to refuse, cancel or dispute needs a reason."""
    after = move(NEXT, status, to)
    if after in NEEDS_REASON and not reason.strip():
        raise InvalidError("service_order.needs_reason", field="reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidError("service_order.long_reason", most=LONGEST_REASON, field="reason")
    return after


def check_answerer(assignee: Assignee, asker: Asker) -> None:
    """Only whom it was offered to accepts or refuses it; for a team its leader."""
    is_own = assignee.volunteer is not None and assignee.volunteer == asker.volunteer
    if not is_own and assignee.team not in asker.teams:
        raise ForbiddenError("service_order.other_assignee")


def people_of(assignee: Assignee, named: Iterable[UUID], members: Iterable[UUID]) -> list[UUID]:
    """Who goes: the volunteer, or those of the team's members whom the leader names."""
    if assignee.volunteer is not None:
        return [assignee.volunteer]
    people = list(dict.fromkeys(named))
    if not people or len(people) > MOST_PEOPLE:
        raise InvalidError("service_order.people_count", most=MOST_PEOPLE, field="people")
    if not set(people) <= set(members):
        raise InvalidError("service_order.not_in_team", field="people")
    return people


def shows_contact(status: Status, people: Iterable[UUID], volunteer: UUID) -> bool:
    """Whether a volunteer sees the requester's name, telephone and address.

    Those who go do, from accepting on and until it is signed; whoever is only asked doesn't.
    """
    return status in SHOWING_CONTACT and volunteer in set(people)


def is_certifiable(status: Status) -> bool:
    """Whether it becomes certified records: done without a signature isn't."""
    return status is Status.SIGNED


def check_done(day: date, asked_on: date, today: date) -> None:
    """Refuses a day to come, and one before anybody had asked for it."""
    if day > today:
        raise InvalidError("service_order.in_future", field="day")
    if day < asked_on:
        raise InvalidError("service_order.before_asked", field="day")


def are_all_refused(statuses: Iterable[Status]) -> bool:
    """Whether somebody was asked, all who were refused, and nobody is asked now."""
    known = set(statuses)
    return Status.REFUSED in known and known <= {Status.REFUSED, Status.CANCELLED}


def are_signed(statuses: Iterable[Status]) -> bool:
    """Whether every order that still counts is signed, and one at least is."""
    known = set(statuses)
    return Status.SIGNED in known and not known & LIVE
