"""Exemptions from the monthly group activity, for one station or for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from center.database import Base
from center.domain.exemption import Exempted
from shared.domain.month import Month
from shared.errors import NotFoundError


class Exemption(Base):
    """Months as `2025-07`; one that was withdrawn stays on record and waives nothing."""

    __tablename__ = "exemption"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    station: Mapped[str | None] = mapped_column(ForeignKey("station.name"))
    first: Mapped[str] = mapped_column(String(7))
    last: Mapped[str] = mapped_column(String(7))
    reason: Mapped[str] = mapped_column(Text)
    granted_on: Mapped[date]
    granted_by: Mapped[str] = mapped_column(String(64))
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(64))

    @property
    def value(self) -> Exempted:
        """As the rule takes it."""
        return Exempted(Month.parse(self.first), Month.parse(self.last), self.station)


def locked(session: Session, id: UUID) -> Exemption:
    """The exemption, locked to withdraw it; NotFoundError `exemption.unknown`."""
    found = session.get(Exemption, id, with_for_update=True)
    if found is None:
        raise NotFoundError("exemption.unknown", id=str(id))
    return found


def newest_first(session: Session) -> Sequence[Exemption]:
    """All that were ever granted."""
    order = (Exemption.first.desc(), Exemption.granted_on.desc(), Exemption.id.desc())
    return session.scalars(select(Exemption).order_by(*order)).all()


def standing(session: Session, station: str) -> Sequence[Exemption]:
    """Those that waive months of a station and weren't withdrawn."""
    mine = or_(Exemption.station.is_(None), Exemption.station == station)
    query = select(Exemption).where(Exemption.withdrawn_on.is_(None), mine)
    return session.scalars(query.order_by(Exemption.first, Exemption.id)).all()


def in_force(session: Session, year: int) -> list[Exempted]:
    """Those that waive a month of the year."""
    query = select(Exemption).where(
        Exemption.withdrawn_on.is_(None),
        Exemption.first <= f"{year:04d}-12",
        Exemption.last >= f"{year:04d}-01",
    )
    return [found.value for found in session.scalars(query)]
