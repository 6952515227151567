"""A station's sealed year: the parts as they came, and whether it went up or back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.database import UtcDateTime
from shared.domain.year import Status
from shared.errors import NotFoundError


class StationYear(Base):
    """The newest version of a station's year; `parts` messages make it whole."""

    __tablename__ = "station_year"

    station: Mapped[str] = mapped_column(ForeignKey("station.name"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    parts: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    signed_by: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(64))


class YearPart(Base):
    """One `year.sealed`: its volunteers as they stand in the message that is forwarded."""

    __tablename__ = "year_part"

    station: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    message: Mapped[UUID]
    volunteers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


def locked(session: Session, station: str, year: int) -> StationYear:
    """The year, locked to decide on it; NotFoundError `year.unknown`."""
    key = (station, year)
    found = session.get(StationYear, key, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("year.unknown", station=station, year=year)
    return found


def went_up(session: Session, station: str, year: int) -> bool:
    """Whether the year is at the association; locked, so that it can't go up meanwhile."""
    known = session.get(StationYear, (station, year), with_for_update=True)
    return known is not None and known.status == Status.FORWARDED


def parts_of(session: Session, sealed: StationYear) -> list[YearPart]:
    """The parts of the newest version, in order."""
    query = select(YearPart).where(
        YearPart.station == sealed.station,
        YearPart.year == sealed.year,
        YearPart.version == sealed.version,
    )
    return list(session.scalars(query.order_by(YearPart.part)))
