"""What the station does by itself each day, and the day on which it did so last."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from station.database import Base


class DailyChore(Base):
    """A chore by its name; `done_on` is a business day."""

    __tablename__ = "daily_chore"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    done_on: Mapped[date]


def done_on(session: Session, name: str) -> date | None:
    """When it was done last, as the database says now; None: never."""
    row = session.get(DailyChore, name, populate_existing=True)
    return None if row is None else row.done_on


def mark_done(session: Session, name: str, day: date) -> None:
    """Done on that day."""
    session.merge(DailyChore(name=name, done_on=day))
    session.flush()
