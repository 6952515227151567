"""A registration and the volunteer it makes: life cycle and times in service (domain.md 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Of a registration; from `approved` on, of the volunteer.

    A draft was never submitted, or taken back before the center decided.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    LEFT = "left"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    # the center's word may cross the taking back: then it counts
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.APPROVED, Status.RETURNED, Status.REJECTED}),
    Status.SUBMITTED: frozenset({Status.APPROVED, Status.RETURNED, Status.REJECTED, Status.DRAFT}),
    Status.RETURNED: frozenset({Status.SUBMITTED}),
    Status.APPROVED: frozenset({Status.SUSPENDED, Status.LEFT}),
    # who dies or moves away while suspended leaves too
    Status.SUSPENDED: frozenset({Status.APPROVED, Status.LEFT}),
    Status.LEFT: frozenset({Status.SUBMITTED}),
}


@dataclass(frozen=True)
class Interval:
    """Days in service, both ends included; no last day: still in service."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def is_in_service(day: date, intervals: Iterable[Interval]) -> bool:
    """Whether a volunteer was neither suspended nor gone on a day."""
    return any(interval.covers(day) for interval in intervals)
