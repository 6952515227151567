"""A station's sealed years: every version with the very data that was signed, part by part."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.year import Status
from station.database import Base


class YearReport(Base):
    """One version of a year; `parts` are the messages' data, `differences` the return's."""

    __tablename__ = "year_report"
    __table_args__ = (UniqueConstraint("year", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    year: Mapped[int]
    version: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    signed_by: Mapped[str] = mapped_column(String(60))
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    return_reason: Mapped[str | None] = mapped_column(Text)
    differences: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_by: Mapped[str | None] = mapped_column(String(60))


def returned_years(session: Session) -> list[YearReport]:
    """The newest versions that were sent back and not sealed anew, the earliest year first."""
    own = aliased(YearReport)
    latest = select(func.max(own.version)).where(own.year == YearReport.year).scalar_subquery()
    query = select(YearReport).where(
        YearReport.status == Status.RETURNED, YearReport.version == latest
    )
    return list(session.scalars(query.order_by(YearReport.year)))


def years_versions(session: Session, year: int, *, lock: bool = False) -> list[YearReport]:
    """All versions of a year, the first one first."""
    query = select(YearReport).filter_by(year=year).order_by(YearReport.version)
    return list(session.scalars(query.with_for_update() if lock else query))
