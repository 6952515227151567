"""Certificates of stars: numbered when a star is approved, ended by a second decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from association.database import Base
from association.models.station import Station
from association.models.volunteer import Volunteer
from shared.domain.card import Status

_VALID = text("status = 'valid'")


class Certificate(Base):
    """What the holder of a year's star can show; at most one of a volunteer's year is valid."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index(
            "uq_certificate_valid",
            "volunteer",
            "year",
            unique=True,
            sqlite_where=_VALID,
            postgresql_where=_VALID,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    volunteer: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    star: Mapped[int]
    points: Mapped[int]
    station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    status: Mapped[str] = mapped_column(String(20))
    issued_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str | None] = mapped_column(String(500))
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"))


def valid_of(session: Session, volunteer: UUID, year: int) -> Certificate | None:
    """The one of a volunteer's year that holds, locked."""
    query = select(Certificate).where(
        Certificate.volunteer == volunteer,
        Certificate.year == year,
        Certificate.status == Status.VALID,
    )
    return session.scalar(query.with_for_update())


def listed(year: int, ids: Iterable[UUID] | None = None) -> Select[Certificate, Volunteer, Station]:
    """The year's certificates by number with holder and station; all, or these volunteers'."""
    query = (
        select(Certificate, Volunteer, Station)
        .join(Volunteer, Volunteer.id == Certificate.volunteer)
        .join(Station, Station.name == Certificate.station)
        .where(Certificate.year == year)
        .order_by(Certificate.number)
    )
    return query if ids is None else query.where(Certificate.volunteer.in_(list(ids)))


def of_year(
    session: Session, year: int, ids: Iterable[UUID] | None = None
) -> Sequence[tuple[Certificate, Volunteer, Station]]:
    """The rows of `listed`."""
    return [(row[0], row[1], row[2]) for row in session.execute(listed(year, ids))]
