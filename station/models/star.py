"""The association's decisions on stars, the newest for each volunteer and year."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.star import is_in_force
from shared.domain.star_decision import STANDING
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


def stars_in_force(session: Session, volunteer: UUID, day: date) -> int:
    """How many stars a volunteer holds on a day; 0 without any."""
    begun = select(Star.year, func.min(Star.first_approved_on)).group_by(Star.year)
    approved = {year: first for year, first in session.execute(begun) if first is not None}
    held = (
        star.star
        for star in stars_of(session, {volunteer})
        if star.decision in STANDING
        and star.first_approved_on is not None
        and is_in_force(star.year, star.first_approved_on, approved.get(star.year + 1), day)
    )
    return max(held, default=0)
