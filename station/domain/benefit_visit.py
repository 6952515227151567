"""Home visits to holders of three stars three years running, and the joint one (六.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.domain.month import Month
from shared.domain.star import has_visits, is_in_force
from shared.errors import InvalidError

_YEAR_END: Final = 12


class Kind(StrEnum):
    """The monthly visit, and the one in December that the head leads."""

    MONTHLY = "monthly"
    JOINT = "joint"


@dataclass(frozen=True)
class Stars:
    """A holder's stars by year as decided last, and the day on which each year's were approved.

    `opened`: the day on which anybody's of that year were; it ends the year before for all.
    """

    decided: Mapping[int, int]
    approved: Mapping[int, date]
    opened: Mapping[int, date]


@dataclass(frozen=True)
class Refusal:
    """The holder wants no visits from a month on, until they want them again."""

    first: Month
    last: Month | None = None

    def __post_init__(self) -> None:
        """Refuses months that end before they begin."""
        if self.last is not None and self.last < self.first:
            raise InvalidError("benefit_visit.ends_before_beginning", field="last")

    def covers(self, month: Month) -> bool:
        """Whether no visit is wanted in that month."""
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True)
class Made:
    """A visit as it was made; `has_photo`, `led_by_head` as the joint one needs them."""

    kind: Kind
    day: date
    led_by_head: bool = False
    has_photo: bool = False


def is_entitled(stars: Stars, day: date) -> bool:
    """Whether a decision in force on a day gives the visits; one year's stars hold at a time."""
    for year, approved in stars.approved.items():
        following = stars.opened.get(year + 1)
        if is_in_force(year, approved, following, day) and has_visits(stars.decided, year):
            return True
    return False


def due_in(stars: Stars, month: Month, refusals: Iterable[Refusal] = ()) -> tuple[Kind, ...]:
    """The visits due by the end of a month to whoever is entitled on its first day.

    None where the holder declined: the refusal stands in their place.
    """
    if not is_entitled(stars, month.first_day):
        return ()
    if any(refusal.covers(month) for refusal in refusals):
        return ()
    return (Kind.MONTHLY, Kind.JOINT) if month.month == _YEAR_END else (Kind.MONTHLY,)


def overdue(due: Iterable[Kind], made: Iterable[Made], month: Month, today: date) -> list[Kind]:
    """The visits of a month gone by that nobody made; none while it lasts."""
    if today <= month.last_day:
        return []
    kinds = {visit.kind for visit in made if month.contains(visit.day)}
    return [kind for kind in due if kind not in kinds]


def check_made(visit: Made, month: Month, today: date) -> None:
    """Refuses another month's day, one to come, and a joint visit without head or photo."""
    if visit.day > today:
        raise InvalidError("benefit_visit.in_future", field="day")
    if not month.contains(visit.day):
        raise InvalidError("benefit_visit.other_month", field="day")
    if visit.kind is Kind.JOINT and not visit.led_by_head:
        raise InvalidError("benefit_visit.needs_head", field="led_by_head")
    if visit.kind is Kind.JOINT and not visit.has_photo:
        raise InvalidError("benefit_visit.needs_photo", field="photo")
