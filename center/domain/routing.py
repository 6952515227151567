"""Proposals to which station a request goes, with reasons, and who was left out and why (三)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain import fit
from shared.domain.fit import Offer, Task, Unfit, free_slots
from shared.domain.service_item import matching_skill


class Why(StrEnum):
    """Why a station is proposed, in the order in which it is said."""

    PEOPLE = "people"  # how many volunteers fit
    SKILL = "skill"  # the specialties that fit, as they were written
    FREE = "free"  # the wished slots at which one of them is free
    ANY_TIME = "any_time"  # nothing was wished
    DISTRICT = "district"  # how many requests of this district it served
    LOAD = "load"  # how many requests of others it has in hand


class WhyNot(StrEnum):
    """Why a station isn't, the first that applies."""

    FIRST = "first"  # it asked for help
    HOLDER = "holder"  # it is asked already
    CLOSED = "closed"
    GAVE_BACK = "gave_back"  # this very request, with its reason
    SILENT = "silent"  # hasn't called for a day: it would not hear of it
    NOBODY = "nobody"  # has no volunteer at all
    OTHER_CATEGORY = "other_category"
    NO_SKILL = "no_skill"
    NO_FREE_TIME = "no_free_time"
    NOT_FREE = "not_free"


NEVER: Final = frozenset({WhyNot.FIRST, WhyNot.HOLDER, WhyNot.CLOSED})
"""Who can't be chosen all the same."""

_NEAREST: Final = tuple(Unfit)


@dataclass(frozen=True)
class Home:
    """A station as far as routing needs to know; `offers` are its volunteers' in service.

    `load`: requests of others in hand; `served`: requests of this district, done.
    """

    station: str
    title: str
    offers: tuple[Offer, ...] = ()
    load: int = 0
    served: int = 0
    is_at_work: bool = True
    is_silent: bool = False
    gave_back: str | None = None


@dataclass(frozen=True)
class Asked:
    """Where a request came from, and who has it now."""

    first: str
    holder: str | None


@dataclass(frozen=True)
class Reason:
    """One reason and what fills its sentence: a figure, specialties, slots of a week."""

    why: Why
    value: int | tuple[str, ...] = 0


@dataclass(frozen=True)
class Proposal:
    """A station that can serve it, and why."""

    station: str
    title: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class LeftOut:
    """A station that isn't proposed; `may`: the officer may choose it all the same."""

    station: str
    title: str
    why: WhyNot
    value: str = ""

    @property
    def may(self) -> bool:
        return self.why not in NEVER


@dataclass(frozen=True)
class Proposals:
    """The best first, and the others by name."""

    proposed: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]


def propose(task: Task, asked: Asked, homes: Iterable[Home]) -> Proposals:
    """Who has somebody that fits item and wished time: known in the district, then least load."""
    everybody = sorted(homes, key=lambda one: (one.title, one.station))
    obstacles = {one.station: _obstacle(task, asked, one) for one in everybody}
    fitting = [one for one in everybody if obstacles[one.station] is None]
    ranked = sorted(fitting, key=lambda one: _rank(task, one))
    return Proposals(
        tuple(Proposal(one.station, one.title, _reasons(task, one)) for one in ranked),
        tuple(
            LeftOut(one.station, one.title, why, one.gave_back or "" if _is_back(why) else "")
            for one in everybody
            if (why := obstacles[one.station]) is not None
        ),
    )


def _is_back(why: WhyNot) -> bool:
    return why is WhyNot.GAVE_BACK


def _obstacle(task: Task, asked: Asked, one: Home) -> WhyNot | None:
    own = {
        WhyNot.FIRST: one.station == asked.first,
        WhyNot.HOLDER: one.station == asked.holder,
        WhyNot.CLOSED: not one.is_at_work,
        WhyNot.GAVE_BACK: one.gave_back is not None,
        WhyNot.SILENT: one.is_silent,
        WhyNot.NOBODY: not one.offers,
    }
    found = next((why for why, applies in own.items() if applies), None)
    if found is not None or _fitting(task, one):
        return found
    lacks = (fit.obstacle(task, offer) for offer in one.offers)
    return WhyNot(max((lack for lack in lacks if lack is not None), key=_NEAREST.index))


def _fitting(task: Task, one: Home) -> tuple[Offer, ...]:
    return tuple(offer for offer in one.offers if fit.obstacle(task, offer) is None)


def _reasons(task: Task, one: Home) -> tuple[Reason, ...]:
    fitting = _fitting(task, one)
    item = task.item
    skills = (matching_skill(item, offer.specialties) for offer in fitting) if item else ()
    found = tuple(dict.fromkeys(skill for skill in skills if skill))
    free = {slot for offer in fitting for slot in free_slots(task.wished, offer.free_times)}
    reasons: dict[Why, int | tuple[str, ...]] = {
        Why.PEOPLE: len(fitting),
        Why.SKILL: found,
        Why.FREE: free_slots(task.wished, free),
        Why.ANY_TIME: int(not task.wished),
        Why.DISTRICT: one.served,
        Why.LOAD: one.load,
    }
    return tuple(Reason(why, value) for why, value in reasons.items() if value or why is Why.LOAD)


def _rank(task: Task, one: Home) -> tuple[bool, int, int, str, str]:
    return (not one.served, one.load, -len(_fitting(task, one)), one.title, one.station)
