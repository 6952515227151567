"""Whom an order leads to: the requester of its request, or the household of its pairing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from shared.domain.contact import Contact
from station.models.pairing import household_of, visit_by_id
from station.models.service_order import ServiceOrder
from station.models.service_request import contact_of


def contact_of_order(session: Session, order: ServiceOrder) -> Contact | None:
    """None once it is erased, or has not come yet."""
    if order.request_id is not None:
        return contact_of(session, order.request_id)
    if order.visit_id is None:
        return None
    return household_of(session, visit_by_id(session, order.visit_id).pairing_id)
