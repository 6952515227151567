"""Training sessions and who attended for how long; the year's figures for each volunteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.month import Month
from shared.domain.training import Kind, Strand
from station.database import Base
from station.domain.training import Held, Status


class TrainingSession(Base):
    """One session; `reason` says why it was taken back."""

    __tablename__ = "training_session"
    __table_args__ = (Index(None, "day", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    topic: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    strand: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    minutes: Mapped[int]
    trainer: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(500), default="")
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TrainingAttendance(Base):
    """Somebody's minutes in one session."""

    __tablename__ = "training_attendance"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(
        ForeignKey("volunteer.id"), primary_key=True, index=True
    )
    minutes: Mapped[int]


def lock_session(session: Session, session_id: UUID) -> TrainingSession | None:
    """The row, locked until the transaction ends."""
    return session.get(TrainingSession, session_id, with_for_update=True)


def listed(year: int | None = None) -> Select[TrainingSession]:
    """The newest day first; those of a year alone where one is named."""
    query = select(TrainingSession)
    if year is not None:
        query = query.where(*_between(date(year, 1, 1), date(year, 12, 31)))
    return query.order_by(TrainingSession.day.desc(), TrainingSession.id.desc())


def attendance_of(session: Session, sessions: Iterable[UUID]) -> dict[UUID, dict[UUID, int]]:
    """Session → volunteer → minutes."""
    query = select(TrainingAttendance).where(TrainingAttendance.session_id.in_(set(sessions)))
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in session.scalars(query):
        found[row.session_id][row.volunteer_id] = row.minutes
    return found


def held_in(session: Session, month: Month) -> list[Held]:
    """A month's sessions that stand, as the training table takes them."""
    return _held(session, month.first_day, month.last_day)


def held_in_year(session: Session, year: int) -> list[Held]:
    """What the station offered in a year."""
    return _held(session, date(year, 1, 1), date(year, 12, 31))


def minutes_by_volunteer(session: Session, year: int) -> dict[UUID, int]:
    """Who attended how many minutes in a year; whoever attended none is missing."""
    query = (
        select(TrainingAttendance.volunteer_id, func.sum(TrainingAttendance.minutes))
        .join(TrainingSession, TrainingSession.id == TrainingAttendance.session_id)
        .where(
            TrainingSession.status == Status.HELD,
            *_between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(TrainingAttendance.volunteer_id)
    )
    return {volunteer: int(minutes) for volunteer, minutes in session.execute(query)}


def sessions_of(session: Session, volunteer: UUID, year: int) -> list[tuple[TrainingSession, int]]:
    """One volunteer's sessions of a year with their minutes, the newest first."""
    query = (
        select(TrainingSession, TrainingAttendance.minutes)
        .join(TrainingAttendance, TrainingAttendance.session_id == TrainingSession.id)
        .where(
            TrainingAttendance.volunteer_id == volunteer,
            TrainingSession.status == Status.HELD,
            *_between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(TrainingSession.day.desc(), TrainingSession.id.desc())
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def count_held(month: Month) -> Select[int]:
    """How many sessions a month had, as a query for use in others."""
    standing = (TrainingSession.status == Status.HELD, *_days(month))
    return select(func.count(TrainingSession.id)).where(*standing)


def _held(session: Session, first: date, last: date) -> list[Held]:
    """Sessions without anybody too; one query, however many sessions."""
    query = (
        select(TrainingSession, TrainingAttendance.volunteer_id, TrainingAttendance.minutes)
        .outerjoin(TrainingAttendance, TrainingAttendance.session_id == TrainingSession.id)
        .where(TrainingSession.status == Status.HELD, *_between(first, last))
        .order_by(TrainingSession.day, TrainingSession.id)
    )
    found: dict[UUID, Held] = {}
    for row, volunteer, minutes in session.execute(query):
        empty = Held(Kind(row.kind), Strand(row.strand), row.minutes, {})
        held = found.setdefault(row.id, empty)
        if volunteer is not None:
            found[row.id] = replace(held, attended={**held.attended, volunteer: minutes})
    return list(found.values())


def _days(month: Month) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _between(month.first_day, month.last_day)


def _between(first: date, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return TrainingSession.day >= first, TrainingSession.day <= last
