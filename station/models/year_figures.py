"""A year's figures out of the ledger: by volunteer and month, added up in the database."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.domain.month import Month, months_of
from shared.domain.policy import Policy
from shared.domain.service_record import Evaluation, Status
from shared.domain.tally import Figures, figures_of
from station.models.evaluation import LateEvaluation
from station.models.ledger import IN_EFFECT
from station.models.policy import policy_of
from station.models.service_record import ServiceRecord

ByMonth = dict[Month, Figures]


def figures_by_volunteer(
    session: Session, year: int, volunteer: UUID | None = None, policy: Policy | None = None
) -> dict[UUID, ByMonth]:
    """Volunteer → month → figures as the ledger stands, of one volunteer or of all; one query.

    The year's policy is looked up where it isn't at hand.
    """
    policy = policy or policy_of(session, year)
    chosen = () if volunteer is None else (ServiceRecord.volunteer_id == volunteer,)
    key = (
        ServiceRecord.volunteer_id,
        ServiceRecord.month,
        IN_EFFECT,
        ServiceRecord.paid,
    )
    query = (
        select(*key, func.count(), func.sum(ServiceRecord.hours))
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.month.between(f"{year}-01", f"{year}-12"),
            ServiceRecord.status == Status.CERTIFIED,
            *chosen,
        )
        .group_by(*key)
    )
    found: dict[UUID, ByMonth] = defaultdict(dict)
    named = {str(month): month for month in months_of(year)}
    for who, month, evaluation, paid, count, hours in session.execute(query):
        added = figures_of((count, int(hours)), Evaluation(evaluation), paid, policy)
        months, at = found[who], named[month]
        months[at] = months.get(at, Figures()) + added
    return found


def added_up(months: ByMonth) -> Figures:
    """The sum of some months."""
    return sum(months.values(), Figures())
