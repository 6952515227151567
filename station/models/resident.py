"""What residents and strangers find of requests: open ones by four digits, lists without words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain.geo_report import Query
from shared.request_list import OPEN_ONES, Columns, narrowed
from shared.vault import vault_of
from station.models.service_item import ServiceItem
from station.models.service_request import RequestContact, ServiceRequest

MOST_FOUND: Final = 10
BY: Final = Columns(
    ServiceRequest.id, ServiceRequest.item_code, ServiceRequest.status, ServiceRequest.received_at
)


def open_by_four(session: Session, four: str) -> Sequence[ServiceRequest]:
    """The newest open requests whose telephone ends with four digits."""
    digest = vault_of(session).search_digest(f"phone four {four}")
    query = (
        select(ServiceRequest)
        .join(RequestContact, RequestContact.request_id == ServiceRequest.id)
        .where(RequestContact.phone_four_digest == digest, ServiceRequest.status.in_(OPEN_ONES))
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
    )
    return session.scalars(narrowed(found, query, BY)).all()
