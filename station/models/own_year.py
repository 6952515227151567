"""A volunteer's own year: figures by month, the way to the next star, what waits, training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.domain.month import Month, months_of
from shared.domain.policy import Policy
from shared.domain.service_record import Status
from shared.domain.tally import Figures
from station.domain.progress import Progress, progress
from station.domain.training import Pace, pace
from station.models.policy import policy_of
from station.models.service_record import ServiceRecord
from station.models.star import Star, star_of
from station.models.training import TrainingSession, sessions_of
from station.models.volunteer import Volunteer
from station.models.waiting import unevaluated_of
from station.models.year_figures import added_up, figures_by_volunteer


@dataclass(frozen=True)
class OwnYear:
    """`unevaluated` are records and hours that earn points once they are; `waiting` those not
    certified yet. `star` is the association's decision, None until it is taken.
    """

    year: int
    policy: Policy
    months: dict[Month, Figures]
    total: Figures
    progress: Progress
    unevaluated: tuple[int, int]
    waiting: tuple[int, int]
    sessions: Sequence[tuple[TrainingSession, int]]
    training: Pace
    star: Star | None


def own_year(session: Session, volunteer: Volunteer, year: int, today: date) -> OwnYear:
    """As the ledger stands today; what was reported may still lack its amendment."""
    policy = policy_of(session, year)
    found = figures_by_volunteer(session, year, volunteer.id).get(volunteer.id, {})
    total, sessions = added_up(found), sessions_of(session, volunteer.id, year)
    day = min(today, date(year, 12, 31))
    minutes = sum(attended for _, attended in sessions)
    return OwnYear(
        year=year,
        policy=policy,
        months={month: found.get(month, Figures()) for month in months_of(year)},
        total=total,
        progress=progress(total.points, policy),
        unevaluated=unevaluated_of(session, volunteer.id, year),
        waiting=_waiting(session, volunteer.id, year),
        sessions=sessions,
        training=pace(minutes, volunteer.approval_date or day, day, policy),
        star=star_of(session, volunteer.id, year),
    )


def _waiting(session: Session, volunteer: UUID, year: int) -> tuple[int, int]:
    query = select(func.count(), func.coalesce(func.sum(ServiceRecord.hours), 0)).where(
        ServiceRecord.volunteer_id == volunteer,
        ServiceRecord.month.between(f"{year}-01", f"{year}-12"),
        ServiceRecord.status == Status.SUBMITTED,
    )
    count, hours = session.execute(query).one()
    return int(count), int(hours)
