"""Which stations were reminded of a month's report: how often, last when, by whom."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.domain.month import Month


class Reminder(Base):
    """A station's month as `2025-07`; `words` are those of the last time."""

    __tablename__ = "reminder"

    station: Mapped[str] = mapped_column(ForeignKey("station.name"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    times: Mapped[int]
    words: Mapped[str] = mapped_column(String(500))
    reminded_on: Mapped[date]
    reminded_by: Mapped[str] = mapped_column(String(64))


def locked(session: Session, station: str, month: Month) -> Reminder | None:
    """That of a station's month, locked to be repeated."""
    return session.get(Reminder, (station, str(month)), with_for_update=True)


def of_month(session: Session, month: Month) -> dict[str, Reminder]:
    """Station → its reminder of that month."""
    query = select(Reminder).where(Reminder.month == str(month))
    return {row.station: row for row in session.scalars(query)}
