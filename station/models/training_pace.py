"""Who serves today, how many minutes of the year's training each attended, and who lags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from station.domain.training import Pace, pace
from station.models.policy import policy_of
from station.models.training import minutes_by_volunteer
from station.models.volunteer import Volunteer, VolunteerSpan


@dataclass(frozen=True)
class Standing:
    """A volunteer in service and where they stand."""

    volunteer: UUID
    name: str
    pace: Pace


def paces(session: Session, year: int, today: date) -> list[Standing]:
    """Everybody in service today, or on the last day of a year that is over, by name."""
    day = min(today, date(year, 12, 31))
    policy, minutes = policy_of(session, year), minutes_by_volunteer(session, year)
    query = (
        select(Volunteer)
        .join(VolunteerSpan, VolunteerSpan.volunteer_id == Volunteer.id)
        .where(
            VolunteerSpan.first_day <= day,
            or_(VolunteerSpan.last_day.is_(None), VolunteerSpan.last_day >= day),
            Volunteer.superseded_by.is_(None),
        )
        .order_by(Volunteer.name, Volunteer.id)
    )
    return [
        Standing(one.id, one.name, pace(minutes.get(one.id, 0), _since(one, day), day, policy))
        for one in session.scalars(query)
    ]


def _since(volunteer: Volunteer, day: date) -> date:
    return volunteer.approval_date or day
