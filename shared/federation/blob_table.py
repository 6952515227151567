"""Mixins of the tables of what travels beside the messages: bytes, their passage, pieces."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.clock import machine_now
from shared.database import UtcDateTime
from shared.federation.peer_table import NAME, Row
from shared.vault import EncryptedBytes

SHA256 = String(64)
MIME = String(60)


class BlobMixin(Row):
    """Bytes that this node holds, under their digest; read only where they are asked for."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    mime: Mapped[str] = mapped_column(MIME)
    content: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, default=machine_now)


class PassageMixin(Row):
    """A blob on its way: `out` to the peer that this node told of it, `in` from one that told.

    `state` is waiting, arrived or refused. `reached` is how much the receiver has, None where
    that isn't known; the ticket, its bearer's alone, stands at the sender until it is used up.
    """

    __tablename__ = "blob_passage"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:
        return (Index("ix_blob_passage_state", "direction", "state", "peer"),)

    peer: Mapped[str] = mapped_column(NAME, primary_key=True)
    direction: Mapped[str] = mapped_column(String(3), primary_key=True)
    sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    mime: Mapped[str] = mapped_column(MIME)
    msg_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    reached: Mapped[int | None] = mapped_column(Integer, default=0)
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime, default=machine_now)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ticket: Mapped[str | None] = mapped_column(Text)
    ticket_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(String(80))


class PieceMixin(Row):
    """Bytes of a blob that isn't whole yet, from `start` on."""

    __tablename__ = "blob_piece"

    peer: Mapped[str] = mapped_column(NAME, primary_key=True)
    sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    start: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(EncryptedBytes)
