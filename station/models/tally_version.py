"""The signed revisions of each month's tally, kept for ever, and which record stands in which."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.vault import EncryptedText
from station.database import Base
from station.models.month_report import MonthReport


class TallyVersion(Base):
    """`data` is what the message said, `content` its digest, `entries` those that went.

    Captions may name people and places: they stand apart, digest → words, as encrypted JSON.
    """

    __tablename__ = "tally_version"
    __table_args__ = (UniqueConstraint("report_id", "revision"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("month_report.id"))
    revision: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    entries: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    captions: Mapped[str] = mapped_column(EncryptedText, default="{}")
    content: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[UUID] = mapped_column(index=True)
    reason: Mapped[str | None] = mapped_column(Text)
    signed_by: Mapped[str] = mapped_column(String(60))
    signed_by_id: Mapped[UUID]
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(20))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(60))


def version_of(session: Session, report: UUID, revision: int) -> TallyVersion | None:
    """One revision of a month, as it was signed."""
    return session.scalar(select(TallyVersion).filter_by(report_id=report, revision=revision))


def versions_of(session: Session, report: UUID) -> list[TallyVersion]:
    """All revisions of a month, the first one first."""
    query = select(TallyVersion).filter_by(report_id=report)
    return list(session.scalars(query.order_by(TallyVersion.revision)))


def accepted_versions(session: Session, year: int) -> dict[Month, TallyVersion]:
    """The newest revision of each of the year's months that the center accepted."""
    query = (
        select(MonthReport.month, TallyVersion)
        .join(TallyVersion, TallyVersion.report_id == MonthReport.id)
        .where(
            MonthReport.month.between(f"{year}-01", f"{year}-12"),
            TallyVersion.decision == Status.ACCEPTED,
        )
        .order_by(MonthReport.month, TallyVersion.revision)
    )
    return {Month.parse(month): version for month, version in session.execute(query)}
