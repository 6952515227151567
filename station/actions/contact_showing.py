"""The requester's contact shown to somebody for a reason: logged, and over after a while."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.contact import Contact
from shared.domain.contact_showing import reason_of
from shared.errors import NotFoundError
from station.models.audit import log
from station.models.contact_showing import SHOWN
from station.models.service_request import by_id, contact_of


def show_contact(
    session: Session, actor: Actor, now: datetime, request_id: UUID, reason: str
) -> Contact:
    """Name, telephone and address, to this actor; who, when and why stand in the log."""
    row = by_id(session, request_id)
    contact = contact_of(session, row.id)
    if contact is None:
        raise NotFoundError("contact_showing.nothing")
    after = {"reason": f"showing:{reason_of(reason)}"}
    log(session, actor, now, Change(SHOWN, f"request:{row.id}", None, after))
    return contact
