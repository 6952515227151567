"""Approved volunteers as the association may know them, and at which station they stood when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base
from shared.errors import NotFoundError
from shared.vault import EncryptedText


class Volunteer(Base):
    """Name, station, approval date and consents; no digest, no birth, no number of the person."""

    __tablename__ = "volunteer"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(EncryptedText)
    photo: Mapped[str | None] = mapped_column(String(64))
    station: Mapped[str] = mapped_column(ForeignKey("station.name"), index=True)
    approval_date: Mapped[date]
    naming: Mapped[bool]
    photos: Mapped[bool]
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None] = mapped_column(String(20))


class Stay(Base):
    """From which day a volunteer stood at a station; the next stay ends it."""

    __tablename__ = "stay"
    __table_args__ = (UniqueConstraint("volunteer", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    volunteer: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    since: Mapped[date]


def by_id(session: Session, id: UUID, *, lock: bool = False) -> Volunteer:
    """NotFoundError where no center has announced this volunteer, so that messages wait."""
    volunteer = session.get(Volunteer, id, with_for_update=lock or None)
    if volunteer is None:
        raise NotFoundError("volunteer.unknown", volunteer=str(id))
    return volunteer


def among(session: Session, ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, Volunteer]:
    """Those of these volunteers who are known here, by id; `lock` to decide on them."""
    query = select(Volunteer).where(Volunteer.id.in_(list(ids))).order_by(Volunteer.id)
    found = session.scalars(query.with_for_update() if lock else query)
    return {volunteer.id: volunteer for volunteer in found}


def stays(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[Stay]]:
    """Each volunteer's stays, oldest first."""
    found: dict[UUID, list[Stay]] = {}
    query = select(Stay).where(Stay.volunteer.in_(list(ids))).order_by(Stay.since, Stay.id)
    for stay in session.scalars(query):
        found.setdefault(stay.volunteer, []).append(stay)
    return found
