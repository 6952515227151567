"""Public notices (公示) of proposed stars, and who stood on them with how many stars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from association.database import Base


class Notice(Base):
    """One published list; who comes in later stands on a later notice of the same year."""

    __tablename__ = "notice"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    year: Mapped[int] = mapped_column(index=True)
    started_on: Mapped[date]
    last_day: Mapped[date]
    working_days: Mapped[int]
    without_table: Mapped[bool]
    telephone: Mapped[str] = mapped_column(String(40))
    started_by: Mapped[str] = mapped_column(String(60))


class NoticeLine(Base):
    """A volunteer's proposal as it was made public."""

    __tablename__ = "notice_line"

    notice: Mapped[UUID] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    volunteer: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    hours: Mapped[int]
    star: Mapped[int]


def of_year(session: Session, year: int) -> list[Notice]:
    """The year's notices, the first one first."""
    query = select(Notice).where(Notice.year == year).order_by(Notice.started_on, Notice.id)
    return list(session.scalars(query))


def lines(session: Session, year: int) -> list[NoticeLine]:
    """Every line of the year's notices, by station."""
    query = (
        select(NoticeLine)
        .join(Notice, Notice.id == NoticeLine.notice)
        .where(Notice.year == year)
        .order_by(NoticeLine.station, NoticeLine.volunteer)
    )
    return list(session.scalars(query))


def last_lines(
    session: Session, year: int, ids: Iterable[UUID]
) -> dict[UUID, tuple[NoticeLine, Notice]]:
    """How each volunteer was last made public, with the notice."""
    query = (
        select(NoticeLine, Notice)
        .join(Notice, Notice.id == NoticeLine.notice)
        .where(Notice.year == year, NoticeLine.volunteer.in_(list(ids)))
        .order_by(Notice.started_on, Notice.id)
    )
    return {line.volunteer: (line, notice) for line, notice in session.execute(query)}
