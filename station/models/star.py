"""The association's decisions on stars, the newest for each volunteer and year."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from station.database import Base


class Star(Base):
    """Proposal, decision and reason side by side; `first_approved_on` opens the time in force.

    `certificate` is the number of the one that holds now, `proof` the text of its QR.
    """

    __tablename__ = "star"
    __table_args__ = (UniqueConstraint("volunteer_id", "year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer_id: Mapped[UUID] = mapped_column(index=True)
    year: Mapped[int]
    ver: Mapped[int]
    station: Mapped[str] = mapped_column(String(40))
    points: Mapped[int]
    proposed: Mapped[int]
    star: Mapped[int]
    decision: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(60))
    certificate: Mapped[str] = mapped_column(String(40), default="")
    proof: Mapped[str] = mapped_column(Text, default="")
    first_approved_on: Mapped[date | None]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


def star_of(session: Session, volunteer: UUID, year: int) -> Star | None:
    """The decision that stands for a volunteer's year."""
    return session.scalar(select(Star).filter_by(volunteer_id=volunteer, year=year))


def stars_of(session: Session, volunteers: set[UUID]) -> list[Star]:
    """All years' decisions on these volunteers, by volunteer and year."""
    query = select(Star).where(Star.volunteer_id.in_(volunteers))
    return list(session.scalars(query.order_by(Star.volunteer_id, Star.year)))
