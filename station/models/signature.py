"""One-time links to sign an order with, and the signatures of recipients."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.service_record import Status
from shared.vault import EncryptedBytes, EncryptedText
from station.database import Base
from station.domain.certification import SIGNATURE
from station.domain.photo import Kind
from station.models.ledger import Line, lines_where
from station.models.photo import Photo
from station.models.service_order import OrderPerson
from station.models.service_record import ServiceRecord


class SignatureLink(Base):
    """A link by the SHA-256 of its token alone; times are the machine's.

    `statement` is the digest of what its page shows before anything is evaluated.
    """

    __tablename__ = "signature_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("service_order.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    statement: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Signature(Base):
    """What was signed (`statement`, as canonical JSON takes it), by whom, on whose device.

    `digest` is the evidence of the records, `ink` the strokes as `shared.domain.ink` keeps them,
    nothing where a paper slip was signed, whose digest the records have. `signed_at` is the
    machine's. A raise of hours or another evaluation needs a new one: the newest counts.
    """

    __tablename__ = "signature"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("service_order.id"), index=True)
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature_link.id"))
    statement: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    ink: Mapped[bytes] = mapped_column(EncryptedBytes)
    capacity: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(EncryptedText)
    witness: Mapped[str] = mapped_column(EncryptedText, default="")
    device: Mapped[str] = mapped_column(String(20))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


def link_of(session: Session, token_sha256: str, *, lock: bool = False) -> SignatureLink | None:
    """The link of a token; `lock` where it is used up."""
    query = select(SignatureLink).filter_by(token_sha256=token_sha256)
    return session.scalar(query.with_for_update() if lock else query)


def links_of(session: Session, order_id: UUID) -> Sequence[SignatureLink]:
    """An order's links, the newest first."""
    query = select(SignatureLink).filter_by(order_id=order_id)
    return session.scalars(query.order_by(SignatureLink.made_at.desc())).all()


def signatures_of(session: Session, order_id: UUID) -> Sequence[Signature]:
    """An order's signatures, the newest first."""
    query = select(Signature).filter_by(order_id=order_id)
    return session.scalars(query.order_by(Signature.id.desc())).all()


def lines_of_order(session: Session, order_id: UUID) -> list[Line]:
    """The records of an order as they stand now, by volunteer."""
    its = select(OrderPerson.record_id).where(
        OrderPerson.order_id == order_id, OrderPerson.record_id.is_not(None)
    )
    return lines_where(session, ServiceRecord.id.in_(its))


def waiting_records(session: Session, order_id: UUID) -> list[Line]:
    """Those of them that wait for the recipient's signature."""
    return [
        line
        for line in lines_of_order(session, order_id)
        if line.record.status == Status.SUBMITTED and line.record.waits_for == SIGNATURE
    ]


def slips_of_order(session: Session, order_id: UUID) -> Sequence[Photo]:
    """Photos of its signed slip, the newest first: filed with one of its records, or evidence."""
    lines = lines_of_order(session, order_id)
    ids, digests = ({line.record.id for line in lines}, {line.record.evidence for line in lines})
    its = or_(Photo.record_id.in_(ids), Photo.sha256.in_(digests))
    query = select(Photo).where(Photo.kind == Kind.EVIDENCE, its)
    return session.scalars(query.order_by(Photo.id.desc())).all()
