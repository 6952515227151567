"""Until when a request's next step is promised, and when a station is closed (domain.md 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from shared.domain.month import ZONE, day_begins
from shared.domain.service_request import Status
from shared.domain.working_day import WorkingDays
from shared.errors import InvalidError

MOST_DAYS: Final = 60
LONGEST_NOTE: Final = 200


@dataclass(frozen=True)
class Promise:
    """Working days: to say whether it can be done, then to send somebody; a center's to route."""

    accept: int = 1
    dispatch: int = 3
    route: int = 1

    def __post_init__(self) -> None:
        """Refuses less than a day and more than anybody waits."""
        for name in ("accept", "dispatch", "route"):
            if not 1 <= getattr(self, name) <= MOST_DAYS:
                raise InvalidError("promise.bad_days", most=MOST_DAYS, field=name)

    def days_for(self, status: Status) -> int | None:
        """How long a request may stay in a status; None: no next step is promised."""
        counts: Mapping[Status, int] = {
            Status.RECEIVED: self.accept,
            Status.ACCEPTED: self.dispatch,
            Status.ESCALATED: self.route,
            Status.RETURNED: self.route,
            Status.ROUTED: self.accept,
        }
        return counts.get(status)


@dataclass(frozen=True)
class Closing:
    """Days, both included, on which a station serves nobody: `note` says why, for residents."""

    first: date
    last: date
    note: str = ""

    def __post_init__(self) -> None:
        """Refuses days that end before they begin, and too long a note."""
        if self.last < self.first:
            raise InvalidError("closing.ends_before_beginning", field="last")
        if len(self.note) > LONGEST_NOTE:
            raise InvalidError("closing.long_note", most=LONGEST_NOTE, field="note")


def last_day(status: Status, since: datetime, days: WorkingDays, promise: Promise) -> date | None:
    """The last day on which the next step keeps the promise: the date that pages print.

    `since`: business time (aware) from which the request stands in its status.
    """
    count = promise.days_for(status)
    return None if count is None else days.add(_local_day(since), count)


def due(status: Status, since: datetime, days: WorkingDays, promise: Promise) -> datetime | None:
    """The instant in UTC before which the next step is promised; None: nothing is."""
    last = last_day(status, since, days, promise)
    return None if last is None else day_begins(last + timedelta(days=1))


def kept_until(promised: datetime | None) -> date | None:
    """The last day before a promised instant, as pages print it; None where nothing is promised."""
    return None if promised is None else _local_day(promised - timedelta(microseconds=1))


def is_past(promised: datetime | None, now: datetime) -> bool:
    """Whether a promised instant is over; what was never promised isn't."""
    return promised is not None and now >= promised


def answered_and_served(
    received: datetime, days: WorkingDays, promise: Promise
) -> tuple[date, date]:
    """What the public page says beforehand: answered until, somebody sent until."""
    answered = days.add(_local_day(received), promise.accept)
    return answered, days.add(answered, promise.dispatch)


def closing_on(closings: Iterable[Closing], day: date) -> Closing | None:
    """The closing that a day lies in, of several the one that lasts longest; None: open."""
    covering = [one for one in closings if one.first <= day <= one.last]
    return max(covering, key=lambda one: one.last, default=None)


def goes_up_at_once(status: Status, closings: Iterable[Closing], now: datetime) -> bool:
    """Whether a request passes a closed station by: before it was accepted there."""
    return status is Status.RECEIVED and closing_on(closings, _local_day(now)) is not None


def opens_on(closings: Iterable[Closing], day: date) -> date:
    """The day itself or the first one after it that lies in no closing."""
    known = tuple(closings)
    while (closing := closing_on(known, day)) is not None:
        day = closing.last + timedelta(days=1)
    return day


def _local_day(instant: datetime) -> date:
    if instant.tzinfo is None:
        raise TypeError("an instant needs its zone")
    return instant.astimezone(ZONE).date()
