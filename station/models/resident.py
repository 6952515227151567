"""What residents and strangers find of requests: open ones by four digits, lists without words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain.geo_report import Query
from shared.domain.service_request import OPEN, Status
from shared.resident import MOST_LISTED
from shared.vault import vault_of
from station.models.service_item import ServiceItem
from station.models.service_request import RequestContact, ServiceRequest

MOST_FOUND: Final = 10
_OPEN: Final = tuple(sorted(OPEN))
_CLOSED: Final = tuple(sorted(set(Status) - OPEN))


def open_by_four(session: Session, four: str) -> Sequence[ServiceRequest]:
    """The newest open requests whose telephone ends with four digits."""
    digest = vault_of(session).search_digest(f"phone four {four}")
    query = (
        select(ServiceRequest)
        .join(RequestContact, RequestContact.request_id == ServiceRequest.id)
        .where(RequestContact.phone_four_digest == digest, ServiceRequest.status.in_(_OPEN))
        .order_by(ServiceRequest.received_at.desc(), ServiceRequest.id)
        .limit(MOST_FOUND)
    )
    return session.scalars(query).all()


def listed(session: Session, query: Query) -> Sequence[ServiceRequest]:
    """Requests of public items that were asked for here, the newest first."""
    found = (
        select(ServiceRequest)
        .join(ServiceItem, ServiceItem.code == ServiceRequest.item_code)
        .where(ServiceItem.is_public, ServiceRequest.tracking_code.is_not(None))
        .order_by(ServiceRequest.received_at.desc(), ServiceRequest.id)
        .limit(MOST_LISTED)
    )
    if query.ids is not None:
        return session.scalars(found.where(ServiceRequest.id.in_(query.ids))).all()
    found = found.where(ServiceRequest.received_at.between(query.start, query.end))
    if query.items:
        found = found.where(ServiceRequest.item_code.in_(query.items))
    if len(query.statuses) == 1:
        wanted = _OPEN if "open" in query.statuses else _CLOSED
        found = found.where(ServiceRequest.status.in_(wanted))
    return session.scalars(found).all()
