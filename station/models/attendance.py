"""Attendance lists as they were taken, kept for ever: the evidence of their activity's records."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from station.database import Base
from station.models.volunteer import Volunteer, VolunteerSpan, last_fours


class AttendanceList(Base):
    """`rows` is what `digest` was taken of; who came late on paper stands in a further list."""

    __tablename__ = "attendance_list"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)
    taken_by: Mapped[UUID]
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


def lists_of(session: Session, activity_id: UUID) -> list[AttendanceList]:
    """All lists of an activity, the first one first."""
    query = select(AttendanceList).filter_by(activity_id=activity_id)
    return list(session.scalars(query.order_by(AttendanceList.id)))


def in_service(session: Session, day: date) -> list[tuple[UUID, str]]:
    """Whoever may be ticked for a day, by name; namesakes bear their number's last four."""
    query = (
        select(Volunteer.id, Volunteer.name)
        .join(VolunteerSpan, VolunteerSpan.volunteer_id == Volunteer.id)
        .where(
            VolunteerSpan.first_day <= day,
            or_(VolunteerSpan.last_day.is_(None), VolunteerSpan.last_day >= day),
            Volunteer.superseded_by.is_(None),
        )
        .order_by(Volunteer.name, Volunteer.id)
    )
    people = session.execute(query).all()
    times = Counter(name for _, name in people)
    namesakes = [volunteer for volunteer, name in people if times[name] > 1]
    told = last_fours(session, namesakes) if namesakes else {}
    return [(id, f"{name} {told[id]}" if id in told else name) for id, name in people]
