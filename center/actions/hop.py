"""One hop up or down: promises of the center's own, and sealed messages passed on unchanged."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.models.federation import TABLES
from shared.errors import ForbiddenError, NotFoundError
from shared.federation import envelope
from shared.federation.link import Message
from shared.federation.outbox import Draft, forward, promise, this_node


def up(session: Session, draft: Draft) -> None:
    """Promises to the association; nothing at a center that stands alone."""
    upper = this_node(session, TABLES).upper
    if upper is not None:
        promise(session, TABLES, upper, draft)


def down(session: Session, station: str, draft: Draft) -> None:
    """Promises to a station."""
    promise(session, TABLES, station, draft)


def pass_up(session: Session, message: Message) -> None:
    """Forwards body and seal to the association."""
    upper = this_node(session, TABLES).upper
    if upper is not None:
        forward(session, TABLES, upper, message)


def pass_down(session: Session, station: str, message: Message) -> None:
    """Forwards body and seal to a station."""
    forward(session, TABLES, station, message)


def kept(session: Session, message: UUID) -> Message:
    """A message that was applied, to be forwarded later than it came; `data` as it travelled."""
    inbox = TABLES.inbox
    applied = select(inbox).where(inbox.msg_id == message, inbox.state == "applied")
    row = session.scalars(applied.order_by(inbox.id).limit(1)).first()
    if row is None or row.body is None:
        raise NotFoundError("message.not_found")
    inside = envelope.parse(row.body)
    return Message(
        id=inside.id,
        type=inside.type,
        v=inside.v,
        subject=inside.subject,
        ver=inside.ver,
        sender=inside.sender,
        via=row.stream.partition(">")[0],
        occurred=inside.occurred,
        cause=inside.cause,
        actor=inside.actor,
        data=inside.data,
        body=row.body,
        seal=row.seal,
        received_at=row.received_at,
        business_at=row.business_at,
    )


def raw(message: Message) -> dict[str, Any]:
    """The message's data as it travelled, later releases' fields included."""
    data: dict[str, Any] = json.loads(message.body)["data"]
    return data


def content(message: Message) -> str:
    """What a decision names beside the version: SHA-256 of the body, in hexadecimal."""
    return sha256(message.body).hexdigest()


def check_own(message: Message) -> None:
    """A station speaks of itself alone."""
    if message.data["station"] != message.sender:
        raise ForbiddenError("message.other_station", station=message.data["station"])
