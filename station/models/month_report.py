"""A station's month on its way: state, due arrival, the center's word; its id is the tally's."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from station.database import Base


class MonthReport(Base):
    """`revision` is the newest signed one, 0 before; `arrived_at` that of the first accepted.

    `draft_summary` is what the clerk wrote for the next signature, None for the figures' own text.
    """

    __tablename__ = "month_report"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    month: Mapped[str] = mapped_column(String(7), unique=True)
    status: Mapped[str] = mapped_column(String(20), default=Status.OPEN)
    revision: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str] = mapped_column(String(10), default="system")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(60))
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    on_time: Mapped[bool | None]
    times_returned: Mapped[int] = mapped_column(default=0)
    decision: Mapped[str | None] = mapped_column(String(20))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(60))
    decision_id: Mapped[UUID | None]
    unlock_reason: Mapped[str | None] = mapped_column(Text)
    unlock_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    draft_summary: Mapped[str | None] = mapped_column(Text)
    draft_no_photo_reason: Mapped[str | None] = mapped_column(Text)

    @property
    def of_month(self) -> Month:
        return Month.parse(self.month)


def report_of(session: Session, month: Month, *, lock: bool = False) -> MonthReport | None:
    """The month's row, None while nothing was done to it; `lock` where a decision rests on it."""
    query = select(MonthReport).filter_by(month=str(month))
    return session.scalar(query.with_for_update() if lock else query)


def reports_between(session: Session, first: Month, last: Month) -> dict[Month, MonthReport]:
    """The rows of these months, both ends included."""
    query = select(MonthReport).where(MonthReport.month.between(str(first), str(last)))
    return {row.of_month: row for row in session.scalars(query.order_by(MonthReport.month))}


def has_ordinary_month(session: Session) -> bool:
    """Whether a month was sealed in the ordinary way: the paper's door is closed from then on."""
    query = select(MonthReport.id).where(MonthReport.revision > 0, MonthReport.channel == "system")
    return session.scalar(query.limit(1)) is not None
