"""What a station makes of an order: what is offered, what was done, and how its request follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from shared.domain import service_request
from shared.domain.service_order import LIVE, Assignee, Status
from shared.errors import ConflictError, InvalidError

LONGEST_MESSAGE: Final = 300
LONGEST_TEXT: Final = 200
SERVED: Final = frozenset({Status.DONE, Status.SIGNED})
UNDER_WAY: Final = LIVE - SERVED
OFFERABLE: Final = frozenset({service_request.Status.ACCEPTED, service_request.Status.DISPATCHED})


@dataclass(frozen=True)
class Offer:
    """To whom, when they are expected, and what the clerk tells them beside."""

    assignee: Assignee
    visit_on: date | None = None
    start: str = ""
    end: str = ""
    message: str = field(default="", repr=False)


@dataclass(frozen=True)
class Part:
    """One volunteer's part of what was done; `start` and `end` are HH:MM."""

    volunteer: UUID
    start: str
    end: str
    break_minutes: int = 0
    paid: bool = False


@dataclass(frozen=True)
class Done:
    """What was done on which day, and by whom from when to when."""

    day: date
    content: str = field(repr=False)
    place: str = field(repr=False)
    parts: tuple[Part, ...]
    late_reason: str = ""


def following(
    status: service_request.Status, orders: Collection[Status]
) -> service_request.Status | None:
    """Where a request goes next by the orders made since it was last received; None: it stays.

    Done once somebody served and nobody is awaited; accepted again when all who were asked are
    out; dispatched again while the recipient disputes, or when nothing was done after all; closed
    when everything is signed.
    """
    known = frozenset(orders)
    if status is service_request.Status.DISPATCHED and not known & UNDER_WAY:
        served = known & SERVED
        return service_request.Status.DONE if served else service_request.Status.ACCEPTED
    if status is service_request.Status.DONE:
        if known & UNDER_WAY or not known & SERVED:
            return service_request.Status.DISPATCHED
        if Status.DONE not in known:
            return service_request.Status.CLOSED
    return None


def check_offer(offer: Offer, today: date) -> None:
    """Refuses a day gone by, and hours without their day or the wrong way round."""
    if offer.visit_on is not None and offer.visit_on < today:
        raise InvalidError("service_order.day_gone", field="visit_on")
    if offer.visit_on is None and (offer.start or offer.end):
        raise InvalidError("service_order.hours_without_day", field="visit_on")
    if offer.end and not offer.start < offer.end:
        raise InvalidError("service_order.ends_before_start", field="end")
    if len(offer.message) > LONGEST_MESSAGE:
        raise InvalidError("service_order.long_message", most=LONGEST_MESSAGE, field="message")


def check_offerable(status: service_request.Status) -> None:
    """An order is made for a request that was accepted, and isn't done yet."""
    if status not in OFFERABLE:
        raise ConflictError("service_order.request_not_open")


def check_parts(done: Done, people: Iterable[UUID]) -> None:
    """Each who served once, and nobody who wasn't sent; those who didn't come are left out."""
    served = [part.volunteer for part in done.parts]
    if not served or len(set(served)) < len(served) or not set(served) <= set(people):
        raise InvalidError("service_order.other_people", field="parts")
    for name, text in (("content", done.content), ("place", done.place)):
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise InvalidError("service_order.text_form", most=LONGEST_TEXT, field=name)


def visit_time(start: str, end: str) -> str:
    """When they are expected, as requester and volunteer read it."""
    return f"{start}–{end}" if end else start


def is_related(volunteer: UUID, phone: str, requester: UUID | None, called: str) -> bool:
    """Whether the volunteer is the requester, or is called by the telephone they gave."""
    return volunteer == requester or (bool(phone) and phone == called)
