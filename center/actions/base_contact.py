"""The contact of what a base serves: kept sealed, opened for a reason and a while, dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from center.actions.request_desk import BOOK
from center.models.base_contact import SHOWN, BaseContact
from center.models.federation import TABLES
from center.models.service_request import REQUESTS, ServiceRequest
from shared.account import Actor
from shared.audit import Change
from shared.domain.contact_file import ContactFile, contact_file
from shared.domain.contact_showing import reason_of
from shared.errors import NotFoundError
from shared.federation.erasure import forget
from shared.federation.link import Message
from shared.federation.outbox import this_node
from shared.federation.sealing import open_sealed
from shared.request_book import Deed, subject


def keep_contact(
    session: Session, row: ServiceRequest, data: Mapping[str, Any], now: datetime
) -> None:
    """As it came, once it is known that it opens."""
    contact_file(open_sealed(session, data["sealed"]).decode())
    session.merge(BaseContact(request_id=row.id, jwe=data["sealed"], came_at=now))
    session.flush()


def show_contact(
    session: Session, actor: Actor, now: datetime, id: UUID, reason: str
) -> ContactFile:
    """To this actor; who, when and why stand in the log."""
    row = REQUESTS.by_id(session, id)
    found = opened(session, id)
    if found is None:
        raise NotFoundError("contact_showing.nothing")
    after = {"reason": f"showing:{reason_of(reason)}"}
    BOOK.log(session, Deed(actor, now), row, Change(SHOWN, "", None, after))
    return found


def opened(session: Session, id: UUID) -> ContactFile | None:
    """Contact and words of a request; None where it hasn't come, or is gone."""
    row = session.get(BaseContact, id)
    return None if row is None else contact_file(open_sealed(session, row.jwe).decode())


def drop_contact(session: Session, row: ServiceRequest) -> None:
    """No base serves it any more: nothing of who asks stays here."""
    session.execute(delete(BaseContact).where(BaseContact.request_id == row.id))
    forget(session, TABLES, subject(row))


def on_erasure(session: Session, message: Message, _now: datetime) -> None:
    """The first station erased what a base served; what was only passed on is gone already.

    Heard from that station alone, or from above for one of another center.
    """
    try:
        row = REQUESTS.find(session, UUID(message.subject.partition(":")[2]))
    except ValueError:
        return
    senders = (row.first_station, this_node(session, TABLES).upper) if row else ()
    if row is not None and message.sender in senders:
        drop_contact(session, row)
