"""Transfers between stations as this station sees them: who comes, who goes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.vault import EncryptedText
from station.database import Base


class Transfer(Base):
    """`direction` is `in` (we asked) or `out` (we seal the file); `volunteer_id` once known.

    `id_number` is what the new clerk read on the ID card; `file` the personal file as JSON,
    opened here (`in`) or sealed here (`out` keeps none).
    """

    __tablename__ = "transfer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    direction: Mapped[str] = mapped_column(String(3))
    status: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(60))
    id_number: Mapped[str | None] = mapped_column(EncryptedText)
    search_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    volunteer_id: Mapped[UUID | None] = mapped_column(index=True)
    from_station: Mapped[str | None] = mapped_column(String(60))
    to_station: Mapped[str] = mapped_column(String(60))
    asked_on: Mapped[date]
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(500), default="")
    file: Mapped[str | None] = mapped_column(EncryptedText)


def lock_transfer(session: Session, transfer_id: UUID) -> Transfer | None:
    """The row, locked until the transaction ends."""
    return session.get(Transfer, transfer_id, with_for_update=True)


def open_transfer(session: Session, search_digest: str) -> Transfer | None:
    """One asked for this number and not decided yet, or approved and not completed."""
    query = select(Transfer).filter_by(direction="in", search_digest=search_digest)
    return session.scalar(query.where(Transfer.status.in_(("asked", "approved"))).limit(1))
