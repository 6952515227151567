"""Requests that may be the same as another one, found by digests, item and district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from shared.domain import telephone
from shared.domain.contact import Contact
from shared.vault import vault_of
from station.domain.request_double import WITHIN, Likeness, Marks, likenesses
from station.domain.squeezed import squeezed
from station.models.service_request import RequestContact, ServiceRequest

MOST: Final = 8


@dataclass(frozen=True)
class Double:
    """Another request, and what it has in common with the one."""

    request: ServiceRequest
    likenesses: tuple[Likeness, ...]


def digests(session: Session, contact: Contact) -> dict[str, str]:
    """The columns by which a contact is found again, under the node's own key; "" for blanks."""
    number = telephone.normalise(contact.phone)
    texts = {
        "phone_digest": ("phone", number),
        "phone_four_digest": ("phone four", telephone.last_four(number)),
        "address_digest": ("address", squeezed(contact.address)),
    }
    digest = vault_of(session).search_digest
    return {name: digest(f"{kind} {text}") if text else "" for name, (kind, text) in texts.items()}


def possible_doubles(session: Session, marks: Marks, own: UUID | None = None) -> list[Double]:
    """The newest ones that are like it, without itself: the more they share, the earlier."""
    query = (
        select(ServiceRequest, RequestContact.phone_digest, RequestContact.address_digest)
        .outerjoin(RequestContact, RequestContact.request_id == ServiceRequest.id)
        .where(or_(*_like(marks)))
        .order_by(ServiceRequest.received_at.desc(), ServiceRequest.id)
        .limit(MOST + 1)
    )
    found = [
        Double(one, likenesses(marks, marks_of(one, phone or "", address or "")))
        for one, phone, address in session.execute(query)
        if one.id != own
    ]
    return sorted(found[:MOST], key=lambda one: -len(one.likenesses))


def doubles_of(
    session: Session, contact: Contact, placed: tuple[str | None, UUID | None], at: datetime
) -> list[Double]:
    """Which requests may be one that isn't entered yet; `placed` is its item and district."""
    found = digests(session, contact)
    marks = Marks(found["phone_digest"], found["address_digest"], *placed, at)
    return possible_doubles(session, marks)


def marks_of(row: ServiceRequest, phone: str, address: str) -> Marks:
    """A request as it is compared."""
    return Marks(phone, address, row.item_code, row.district_id, row.received_at)


def _like(marks: Marks) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [false()]
    if marks.phone:
        conditions.append(RequestContact.phone_digest == marks.phone)
    if marks.address:
        conditions.append(RequestContact.address_digest == marks.address)
    if marks.item is not None and marks.district is not None:
        near = ServiceRequest.received_at.between(marks.at - WITHIN, marks.at + WITHIN)
        placed = ServiceRequest.district_id == marks.district
        conditions.append(and_(ServiceRequest.item_code == marks.item, placed, near))
    return conditions
