"""Proposals whom to send, with the reasons of each, and who was left out and why (五.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.domain import fit
from shared.domain.fit import Offer, free_slots
from shared.domain.fit import Task as Task
from shared.domain.service_item import matching_skill


class Why(StrEnum):
    """Why somebody is proposed, in the order in which it is said."""

    KNOWN = "known"  # served the same recipient, who was satisfied
    SKILL = "skill"  # the specialty that fits
    CATEGORY = "category"  # the item asks for no specialty
    FREE = "free"  # the wished slots at which they are free
    ANY_TIME = "any_time"  # nothing was wished
    FEW_HOURS = "few_hours"  # hours this month
    MOST_HOURS = "most_hours"  # likewise, the most of all: proposed as there is nobody else
    ORDERS = "orders"  # how many orders they have in hand


class WhyNot(StrEnum):
    """Why somebody isn't, the first that applies."""

    NOT_IN_SERVICE = "not_in_service"
    RELATED = "related"  # the requester, or of their household
    REFUSED = "refused"  # refused this very request
    OTHER_CATEGORY = "other_category"
    NO_SKILL = "no_skill"
    NO_FREE_TIME = "no_free_time"
    NOT_FREE = "not_free"
    MOST_HOURS = "most_hours"


@dataclass(frozen=True)
class Candidate:
    """A volunteer as far as dispatching needs to know.

    `free_times` as they are kept; `hours` are those of the month, `orders` those in hand.
    `knows`: served this recipient before to their satisfaction.
    """

    volunteer: UUID
    name: str
    categories: frozenset[str]
    specialties: tuple[str, ...] = ()
    free_times: tuple[str, ...] = ()
    hours: int = 0
    orders: int = 0
    is_in_service: bool = True
    is_related: bool = False
    has_refused: bool = False
    knows: bool = False


@dataclass(frozen=True)
class Reason:
    """One reason and what fills its sentence: a specialty, a figure, slots of a week."""

    why: Why
    value: str | int | tuple[str, ...] = ""


@dataclass(frozen=True)
class Proposal:
    """Somebody who can be sent, and why."""

    volunteer: UUID
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class LeftOut:
    """Somebody who isn't proposed; the clerk may send them all the same, save the related."""

    volunteer: UUID
    why: WhyNot


@dataclass(frozen=True)
class Proposals:
    """The best first, and the others in the order of their names."""

    proposed: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]


def propose(task: Task, candidates: Iterable[Candidate]) -> Proposals:
    """Fits category and specialty, is free then, and has not the most hours this month.

    Whoever has the most is proposed only where nobody else fits. The clerk decides.
    """
    everybody = sorted(candidates, key=lambda one: (one.name, one.volunteer))
    obstacles = {one.volunteer: _obstacle(task, one) for one in everybody}
    fitting = [one for one in everybody if obstacles[one.volunteer] is None]
    busiest = _busiest(one for one in everybody if one.is_in_service)
    spared = {one.volunteer for one in fitting if one.volunteer in busiest}
    if len(spared) < len(fitting):
        fitting = [one for one in fitting if one.volunteer not in spared]
        obstacles |= dict.fromkeys(spared, WhyNot.MOST_HOURS)
    return Proposals(
        tuple(
            Proposal(one.volunteer, _reasons(task, one, busiest))
            for one in sorted(fitting, key=_rank)
        ),
        tuple(LeftOut(volunteer, why) for volunteer, why in obstacles.items() if why is not None),
    )


def _obstacle(task: Task, one: Candidate) -> WhyNot | None:
    personal = {
        WhyNot.NOT_IN_SERVICE: not one.is_in_service,
        WhyNot.RELATED: one.is_related,
        WhyNot.REFUSED: one.has_refused,
    }
    found = next((why for why, applies in personal.items() if applies), None)
    if found is not None:
        return found
    unfit = fit.obstacle(task, Offer(one.categories, one.specialties, one.free_times))
    return None if unfit is None else WhyNot(unfit)


def _busiest(candidates: Iterable[Candidate]) -> Collection[UUID]:
    """Who has the most hours this month; nobody where all have the same."""
    hours = {one.volunteer: one.hours for one in candidates}
    if len(set(hours.values())) < 2:
        return frozenset()
    most = max(hours.values())
    return frozenset(volunteer for volunteer, figure in hours.items() if figure == most)


def _reasons(task: Task, one: Candidate, busiest: Collection[UUID]) -> tuple[Reason, ...]:
    skill = matching_skill(task.item, one.specialties) if task.item else None
    hours = Why.MOST_HOURS if one.volunteer in busiest else Why.FEW_HOURS
    reasons = [
        Reason(Why.SKILL, skill) if skill else Reason(Why.CATEGORY, str(task.category)),
        Reason(Why.FREE, free_slots(task.wished, one.free_times))
        if task.wished
        else Reason(Why.ANY_TIME),
        Reason(hours, one.hours),
        Reason(Why.ORDERS, one.orders),
    ]
    return tuple([Reason(Why.KNOWN), *reasons] if one.knows else reasons)


def _rank(one: Candidate) -> tuple[bool, int, int, str, UUID]:
    return (not one.knows, one.hours, one.orders, one.name, one.volunteer)
