"""What this station promised upwards, as later decisions name it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models.federation import TABLES


def body_digest(session: Session, message: UUID) -> str:
    """The `content` that a decision names: SHA-256 of the body that travels, in hexadecimal."""
    query = select(TABLES.outbox.body_sha256).where(TABLES.outbox.msg_id == message)
    return session.scalars(query).one().hex()
