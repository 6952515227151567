"""The queue of requests (六.6): what waits here in the order in which it is to be done."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from shared.asked import number_in
from shared.domain import telephone, tracking_code
from shared.domain.service_request import OPEN as STILL_OPEN
from shared.domain.service_request import Status, Urgency
from shared.errors import InvalidError
from shared.vault import vault_of
from station.models.federation import Node
from station.models.service_request import RequestContact, ServiceRequest

OPEN: Final = "open"
ABOVE: Final = "above"
MOST_FOUND: Final = 50
PARTS: Final = {
    OPEN: (Status.RECEIVED, Status.ROUTED, Status.ACCEPTED, Status.DISPATCHED, Status.DONE),
    "received": (Status.RECEIVED, Status.ROUTED),
    "accepted": (Status.ACCEPTED,),
    "dispatched": (Status.DISPATCHED,),
    "done": (Status.DONE,),
    ABOVE: tuple(sorted(STILL_OPEN)),
    "closed": (Status.CLOSED,),
    "ended": (Status.DECLINED, Status.WITHDRAWN),
}
"""The chips over the queue, each with its states: here, but for `above`, which others have."""
_ENDS: Final = ("closed", "ended")
IS_HERE: Final = ServiceRequest.holder == select(Node.name).where(Node.id == 1).scalar_subquery()
"""Whether this station has a request: the states of the others are said by whoever has them."""


@dataclass(frozen=True)
class Wanted:
    """Which requests: of a part of PARTS, "" of all; of a number, an item or district."""

    part: str = OPEN
    number: str = ""
    item: str = ""
    district: UUID | None = None


def is_past(now: datetime) -> ColumnElement[bool]:
    """Whether the promised time of a row is over; what was never promised isn't."""
    return func.coalesce(ServiceRequest.promised_at <= now, False)


def in_order(now: datetime) -> tuple[Any, ...]:
    """For `order_by`: `shared.domain.service_request.queue_key` in SQL; a test keeps both equal."""
    return (
        case((ServiceRequest.urgency == Urgency.URGENT, 0), else_=1),
        case((is_past(now), 0), else_=1),
        ServiceRequest.stars.desc(),
        ServiceRequest.received_at,
        ServiceRequest.id,
    )


def listed(wanted: Wanted) -> Select[ServiceRequest]:
    """The requests that are wanted, in no order yet."""
    query = select(ServiceRequest)
    if wanted.part in PARTS:
        query = query.where(in_part(wanted.part))
    if wanted.item:
        query = query.where(ServiceRequest.item_code == wanted.item)
    if wanted.district is not None:
        query = query.where(ServiceRequest.district_id == wanted.district)
    return query.where(_numbered(wanted.number)) if wanted.number else query


def in_part(part: str) -> ColumnElement[bool]:
    """Which requests a chip shows."""
    states = ServiceRequest.status.in_(PARTS[part])
    if part in _ENDS:
        return states
    return and_(states, ~IS_HERE if part == ABOVE else IS_HERE)


def counts(session: Session) -> dict[str, int]:
    """How many each chip shows; one query."""
    figures = [func.sum(case((in_part(part), 1), else_=0)) for part in PARTS]
    row = session.execute(select(*figures).select_from(ServiceRequest)).one()
    return {part: int(figure or 0) for part, figure in zip(PARTS, row, strict=True)}


def found(session: Session, typed: str) -> Select[ServiceRequest]:
    """By tracking code, whole telephone or number, the newest first.

    What is typed here says who asks, so that it never stands in an address.
    """
    conditions = [_numbered(typed)]
    with suppress(InvalidError):
        conditions.append(ServiceRequest.tracking_code == tracking_code.normalise(typed))
    if number := telephone.normalise(typed):
        digest = vault_of(session).search_digest(f"phone {number}")
        same = select(RequestContact.request_id).where(RequestContact.phone_digest == digest)
        conditions.append(ServiceRequest.id.in_(same))
    newest = (ServiceRequest.received_at.desc(), ServiceRequest.id)
    return select(ServiceRequest).where(or_(*conditions)).order_by(*newest)


def _numbered(typed: str) -> ColumnElement[bool]:
    """By the number or its running part."""
    whole = ServiceRequest.number == typed.strip()
    running = number_in(typed.strip(), 6)
    if running is None:
        return whole
    return or_(whole, ServiceRequest.number.like(f"%-{running:04d}"))
