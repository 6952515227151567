"""Transfers between stations: asked by the new one, decided here, the sealed file passed on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.errors import NotFoundError
from shared.vault import EncryptedText


class Transfer(Base):
    """`volunteer` and `from_station` stay empty while nobody here carries the digest."""

    __tablename__ = "transfer"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    to_station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    from_station: Mapped[str | None] = mapped_column(ForeignKey("station.name"))
    volunteer: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    name: Mapped[str] = mapped_column(EncryptedText)
    digest: Mapped[str] = mapped_column(String(80))
    asked_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(64))


def locked(session: Session, id: UUID) -> Transfer:
    """The transfer, locked to decide on it; NotFoundError `transfer.unknown`."""
    found = session.get(Transfer, id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("transfer.unknown", id=str(id))
    return found
