"""Volunteers of the station and the days on which each was in service."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from station.database import Base


class Volunteer(Base):
    """Whoever registered, approved or not; `status` mirrors the newest registration's.

    The UUID stays the person's over stations and over leaving and coming back;
    `approval_date` is set once and never changes. After a transfer to another station the row
    stays with `transferred_to`, for its records.
    """

    __tablename__ = "volunteer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), unique=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    approval_date: Mapped[date | None]
    approval_origin: Mapped[str | None] = mapped_column(String(20))
    station_since: Mapped[date]
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None] = mapped_column(String(20))
    transferred_to: Mapped[str | None] = mapped_column(String(40))


class VolunteerSpan(Base):
    """Days in service at this station, both ends included; no last day: still in service."""

    __tablename__ = "volunteer_span"
    __table_args__ = (UniqueConstraint("volunteer_id", "first_day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
