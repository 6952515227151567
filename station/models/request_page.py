"""One request as its page shows it: row, item and contact in one question."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain.contact import Contact
from shared.errors import NotFoundError
from station.domain.request_double import Marks
from station.models.front_door import Reach, reach_columns, reach_in
from station.models.request_double import marks_of
from station.models.service_item import ServiceItem
from station.models.service_request import RequestContact, ServiceRequest


@dataclass(frozen=True)
class Opened:
    """A request with its item and contact, where there are any, and by what it is compared.

    `reach`: where residents find pages.
    """

    row: ServiceRequest
    item: ServiceItem | None
    contact: Contact | None
    marks: Marks
    reach: Reach


def opened(session: Session, request_id: UUID) -> Opened:
    """NotFoundError `service_request.unknown`."""
    query = (
        select(ServiceRequest, ServiceItem, RequestContact, *reach_columns())
        .outerjoin(ServiceItem, ServiceItem.code == ServiceRequest.item_code)
        .outerjoin(RequestContact, RequestContact.request_id == ServiceRequest.id)
        .where(ServiceRequest.id == request_id)
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFoundError("service_request.unknown")
    row, item, kept, own, center = found
    contact = Contact(kept.name, kept.phone, kept.address, kept.words) if kept else None
    digests = (kept.phone_digest, kept.address_digest) if kept else ("", "")
    return Opened(row, item, contact, marks_of(row, *digests), reach_in(own, center))
