"""What a person does about a stuck message: try it again, or give it up with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.audit import Change
from shared.errors import NotFoundError
from shared.federation import inbox
from shared.federation.link import Link
from shared.federation.stream import lock_stream
from shared.federation.tables import InboxMixin

STUCK = ("parked", "rejected")


def retry_message(
    session: Session, link: Link, now: datetime, id: UUID
) -> tuple[InboxMixin, Change]:
    """Tries it under its stream's lock; the row says what came of it."""
    row = _stuck(session, link, id)
    before = {"state": row.state}
    inbox.apply(session, link, row, now)
    return row, Change("message.retried", f"message:{id}", before, {"state": row.state})


def discard_message(
    session: Session, link: Link, id: UUID, reason: str
) -> tuple[InboxMixin, Change]:
    """It stays stored, and is never tried again."""
    row = _stuck(session, link, id)
    before = {"state": row.state}
    row.state, row.retry_at, row.waits = "discarded", None, False
    session.flush()
    after = {"state": row.state, "reason": reason}
    return row, Change("message.discarded", f"message:{id}", before, after)


def _stuck(session: Session, link: Link, id: UUID) -> InboxMixin:
    table = link.tables.inbox
    wanted = select(table).where(table.msg_id == id, table.state.in_(STUCK))
    found = session.scalars(wanted.order_by(table.id)).first()
    if found is None:
        raise NotFoundError("message.not_found")
    lock_stream(session, link.tables, found.stream)
    session.refresh(found)
    if found.state not in STUCK:
        raise NotFoundError("message.not_found")
    return found
