"""A month's report: life cycle, which months are owed, what a cell of the grid shows (三)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.domain.month import Month, months_between


class Status(StrEnum):
    """Of a station's month; `unlocked` is the center's leave to change an accepted one."""

    OPEN = "open"
    CLOSED = "closed"
    SEALED = "sealed"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    UNLOCKED = "unlocked"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.OPEN: frozenset({Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN, Status.SEALED}),
    Status.SEALED: frozenset({Status.REPORTED}),
    # an amendment before the center's decision seals anew
    Status.REPORTED: frozenset({Status.ACCEPTED, Status.RETURNED, Status.SEALED}),
    Status.RETURNED: frozenset({Status.CLOSED, Status.SEALED}),
    Status.ACCEPTED: frozenset({Status.UNLOCKED}),
    Status.UNLOCKED: frozenset({Status.CLOSED, Status.SEALED}),
}


UNSIGNED: Final = (Status.OPEN, Status.CLOSED, Status.RETURNED, Status.UNLOCKED)
"""A signature is wanted, the first one or another."""


class Cell(StrEnum):
    """A station's month in the center's grid."""

    NOT_OWED = "not_owed"
    WAITING = "waiting"  # not due yet, nothing there
    MISSING = "missing"
    RETURNED = "returned"
    EMPTY = "empty"
    AMENDED = "amended"
    LATE = "late"
    ON_TIME = "on_time"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True)
class Arrivals:
    """What the center knows of one station's month."""

    owed: bool = True
    is_due: bool = False  # the due instant has passed
    came: bool = False  # any version arrived
    is_returned: bool = False  # the newest version stands returned
    on_time: bool = False  # by the first version that wasn't returned
    is_empty: bool = False
    revision: int = 1
    taken_over: bool = False  # channel "paper"


def is_empty(activities: int, reason: str) -> bool:
    """No activity and no reason for it: empty, however punctual."""
    return activities == 0 and not reason.strip()


def owed_months(opened: date, closed: date | None, until: Month) -> tuple[Month, ...]:
    """The months a station owes up to and with `until`.

    A first part month is owed, and the month in which it closed; none before or after.
    """
    last = min(until, Month.of(closed)) if closed else until
    return months_between(Month.of(opened), last)


def cell(arrivals: Arrivals) -> Cell:
    """The one word for a station's month; the worst that holds comes first."""
    if not arrivals.came:
        return _without(arrivals)
    if arrivals.taken_over:
        return Cell.TAKEN_OVER
    if arrivals.is_returned:
        return Cell.RETURNED
    if arrivals.is_empty:
        return Cell.EMPTY
    if not arrivals.on_time:
        return Cell.LATE
    return Cell.AMENDED if arrivals.revision > 1 else Cell.ON_TIME


def _without(arrivals: Arrivals) -> Cell:
    if not arrivals.owed:
        return Cell.NOT_OWED
    return Cell.MISSING if arrivals.is_due else Cell.WAITING
