"""Transfers between stations: asked by the new one, decided here, the sealed file passed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.domain.transfer import Status
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


def listed(session: Session, status: str | None) -> Sequence[Transfer]:
    """By status or all, the newest question first."""
    query = select(Transfer).order_by(Transfer.asked_on.desc(), Transfer.id.desc())
    if status is not None:
        query = query.where(Transfer.status == status)
    return session.scalars(query).all()


def by_id(session: Session, id: UUID) -> Transfer:
    """The transfer, to be shown; NotFoundError `transfer.unknown`."""
    found = session.get(Transfer, id)
    if found is None:
        raise NotFoundError("transfer.unknown", id=str(id))
    return found


def asked_for(session: Session, digests: Iterable[str]) -> dict[str, Transfer]:
    """Digest → the question about it that still waits for an answer."""
    asked = (Transfer.digest.in_(set(digests)), Transfer.status == Status.ASKED)
    return {row.digest: row for row in session.scalars(select(Transfer).where(*asked))}


def lengths(session: Session) -> dict[str, int]:
    """Status → how many stand in it."""
    query = select(Transfer.status, func.count()).group_by(Transfer.status)
    return {status: count for status, count in session.execute(query)}
