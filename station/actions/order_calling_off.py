"""Orders of a request that goes elsewhere, or is wanted no more."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.service_order import Status, step
from station.models.audit import log
from station.models.service_order import orders_of
from station.models.service_request import ServiceRequest

CALLED_OFF: Final = frozenset({Status.OFFERED, Status.ACCEPTED})


def call_off(
    session: Session, who: tuple[Actor, datetime], row: ServiceRequest, reason: str
) -> None:
    """Whoever was asked or said they come needs not; what was done stays to be signed."""
    for order in orders_of(session, row.id):
        status = Status(order.status)
        if status in CALLED_OFF:
            order.status = step(status, Status.CANCELLED, reason)
            order.reason, order.ended_by, order.ended_at = reason, who[0].id, who[1]
            after = {"status": order.status}
            change = Change("order.cancelled", f"order:{order.id}", {"status": status}, after)
            log(session, *who, change)
