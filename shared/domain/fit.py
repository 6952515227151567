"""Whether somebody fits what is to be done: category, specialty, and free at the wished time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from shared.domain import wished_time
from shared.domain.service_item import Item, matching_skill
from shared.domain.service_record import Category


class Unfit(StrEnum):
    """Why somebody doesn't fit, the first that applies."""

    OTHER_CATEGORY = "other_category"
    NO_SKILL = "no_skill"
    NO_FREE_TIME = "no_free_time"  # none given that is understood: ask them
    NOT_FREE = "not_free"


@dataclass(frozen=True)
class Task:
    """What is to be done and when; without an item the category alone says what."""

    category: Category
    item: Item | None = None
    wished: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """What somebody offers; `free_times` as they are kept, words among them."""

    categories: Collection[str]
    specialties: tuple[str, ...] = ()
    free_times: tuple[str, ...] = ()


def obstacle(task: Task, offer: Offer) -> Unfit | None:
    """What is in the way; None where nothing is."""
    if task.category not in offer.categories:
        return Unfit.OTHER_CATEGORY
    if _lacks_skill(task, offer):
        return Unfit.NO_SKILL
    if not task.wished or free_slots(task.wished, offer.free_times):
        return None
    return Unfit.NOT_FREE if wished_time.weekly(offer.free_times) else Unfit.NO_FREE_TIME


def free_slots(wished: Iterable[str], free_times: Iterable[str]) -> tuple[str, ...]:
    """The wished slots at which somebody is free, in the order of the week's days."""
    return tuple(sorted(wished_time.slots(wished) & wished_time.weekly(free_times), key=_in_week))


def _lacks_skill(task: Task, offer: Offer) -> bool:
    if task.item is None or not task.item.skills:
        return False
    return matching_skill(task.item, offer.specialties) is None


def _in_week(slot: str) -> tuple[str, int]:
    day, _, part = slot.partition("-")
    return day, wished_time.PARTS.index(part)
