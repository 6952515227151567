"""Mixins of the tables through which messages go, and `Tables`, one tier's concrete classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.clock import machine_now
from shared.database import UtcDateTime
from shared.federation.blob_table import BlobMixin, PassageMixin, PieceMixin
from shared.federation.peer_table import (
    NAME,
    EnrolmentMixin,
    KeyMixin,
    NodeMixin,
    NonceMixin,
    PeerMixin,
    Row,
)
from shared.vault import EncryptedBytes, EncryptedText

__all__ = [
    "BlobMixin",
    "EnrolmentMixin",
    "EpochMixin",
    "InboxMixin",
    "KeyMixin",
    "NodeMixin",
    "NonceMixin",
    "OutboxMixin",
    "PassageMixin",
    "PeerMixin",
    "PieceMixin",
    "ProofMixin",
    "StreamMixin",
    "Tables",
    "VersionMixin",
]

STREAM = String(130)
SUBJECT = String(200)


def _some(name: str, *columns: str, where: str) -> Index:
    """An index on few rows of many."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class OutboxMixin(Row):
    """A promised message; numbered (epoch, seq, chain) when it is sealed, then never changed.

    `arrived_at` is the receiver's business time from its receipt, `refused` what it answered.
    """

    __tablename__ = "outbox"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[UniqueConstraint | Index, ...]:
        return (
            UniqueConstraint("stream", "epoch", "seq", name="uq_outbox_position"),
            Index("ix_outbox_unsealed", "stream", "seq"),
            _some("ix_outbox_unacked", "stream", "created_at", where="acked_at IS NULL"),
            _some("ix_outbox_refused", "stream", where="refused IS NOT NULL"),
            Index("ix_outbox_msg_id", "msg_id"),
            Index("ix_outbox_subject", "subject"),
        )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    msg_id: Mapped[UUID]
    stream: Mapped[str] = mapped_column(STREAM)
    subject: Mapped[str] = mapped_column(SUBJECT)
    ver: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(String(60))
    v: Mapped[int] = mapped_column(Integer)
    body: Mapped[bytes | None] = mapped_column(EncryptedBytes)
    body_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    body_size: Mapped[int] = mapped_column(Integer)
    seal: Mapped[str | None] = mapped_column(Text)
    epoch: Mapped[UUID | None]
    seq: Mapped[int | None] = mapped_column(Integer)
    chain: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=machine_now)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused: Mapped[str | None] = mapped_column(EncryptedText)


class InboxMixin(Row):
    """A message stored at its position: new, applied, superseded, rejected, parked or discarded.

    `erased`: its body was nulled by an `erasure`, or had been before it came.

    `waits` marks the parked ones that lack something which a later message may bring.
    """

    __tablename__ = "inbox"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[UniqueConstraint | Index, ...]:
        return (
            UniqueConstraint("stream", "epoch", "seq", name="uq_inbox_position"),
            Index("ix_inbox_version", "sender", "type", "subject", "ver"),
            Index("ix_inbox_state", "state", "retry_at"),
            Index("ix_inbox_msg_id", "msg_id"),
        )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    stream: Mapped[str] = mapped_column(STREAM)
    epoch: Mapped[UUID]
    seq: Mapped[int] = mapped_column(Integer)
    chain: Mapped[bytes] = mapped_column(LargeBinary(32))
    msg_id: Mapped[UUID]
    sender: Mapped[str] = mapped_column(NAME, default="")
    subject: Mapped[str] = mapped_column(SUBJECT, default="")
    ver: Mapped[int] = mapped_column(Integer, default=0)
    type: Mapped[str] = mapped_column(String(60), default="")
    v: Mapped[int] = mapped_column(Integer, default=0)
    body: Mapped[bytes | None] = mapped_column(EncryptedBytes)
    body_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12), default="new")
    error: Mapped[str | None] = mapped_column(String(80))
    detail: Mapped[str | None] = mapped_column(EncryptedText)
    waits: Mapped[bool] = mapped_column(Boolean, default=False)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class StreamMixin(Row):
    """A stream's position here: the head that is sealed (own), or the cursor, the truth (peer's).

    `peer_seen_seq` is what the consumer is thought to have; `state` is ok or fork.
    """

    __tablename__ = "stream"

    stream: Mapped[str] = mapped_column(STREAM, primary_key=True)
    epoch: Mapped[UUID | None]
    seq: Mapped[int] = mapped_column(Integer, default=0)
    chain: Mapped[bytes] = mapped_column(LargeBinary(32))
    peer_seen_seq: Mapped[int] = mapped_column(Integer, default=0)
    bound_instance: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(12), default="ok")


class EpochMixin(Row):
    """An epoch of a stream, bound to the instance that opened it (D11)."""

    __tablename__ = "epoch"

    epoch: Mapped[UUID] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(STREAM, index=True)
    instance: Mapped[UUID | None]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=machine_now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProofMixin(Row):
    """Kept as evidence: the producer's checkpoints, the consumer's receipts, forks."""

    __tablename__ = "proof"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:
        return (Index("ix_proof_position", "stream", "kind", "seq"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    stream: Mapped[str] = mapped_column(STREAM)
    kind: Mapped[str] = mapped_column(String(12))
    epoch: Mapped[UUID | None]
    seq: Mapped[int] = mapped_column(Integer)
    jws: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, default=machine_now)


class VersionMixin(Row):
    """Counts `ver` per (stream, type, subject), also after outbox rows are pruned."""

    __tablename__ = "version"

    stream: Mapped[str] = mapped_column(STREAM, primary_key=True)
    type: Mapped[str] = mapped_column(String(60), primary_key=True)
    subject: Mapped[str] = mapped_column(SUBJECT, primary_key=True)
    ver: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True)
class Tables:
    """The concrete classes of one tier, handed to everything in this package."""

    outbox: type[OutboxMixin]
    inbox: type[InboxMixin]
    stream: type[StreamMixin]
    epoch: type[EpochMixin]
    proof: type[ProofMixin]
    version: type[VersionMixin]
    nonce: type[NonceMixin]
    key: type[KeyMixin]
    peer: type[PeerMixin]
    enrolment: type[EnrolmentMixin]
    node: type[NodeMixin]
    blob: type[BlobMixin]
    passage: type[PassageMixin]
    piece: type[PieceMixin]
