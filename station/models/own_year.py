"""A volunteer's own year: figures by month, the way to the next star, what waits, training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from shared.domain.month import Month, months_of
from shared.domain.policy import Policy
from shared.domain.tally import Figures
from station.domain.progress import Progress, progress
from station.domain.training import Pace, pace
from station.models.policy import policy_of
from station.models.star import Star, star_of
from station.models.training import TrainingSession, sessions_of
from station.models.volunteer import Volunteer
from station.models.waiting import waiting_of
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
    found = figures_by_volunteer(session, year, volunteer.id, policy).get(volunteer.id, {})
    total, sessions = added_up(found), sessions_of(session, volunteer.id, year)
    unevaluated, waiting = waiting_of(session, volunteer.id, year)
    day = min(today, date(year, 12, 31))
    minutes = sum(attended for _, attended in sessions)
    return OwnYear(
        year=year,
        policy=policy,
        months={month: found.get(month, Figures()) for month in months_of(year)},
        total=total,
        progress=progress(total.points, policy),
        unevaluated=unevaluated,
        waiting=waiting,
        sessions=sessions,
        training=pace(minutes, volunteer.approval_date or day, day, policy),
        star=star_of(session, volunteer.id, year),
    )
