"""What the agent does by itself each day: visits of pairings and to holders of stars are raised."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import AGENT
from shared.clock import local_day
from shared.domain.month import Month, months_between
from station.actions.benefit_visit import raise_benefits
from station.actions.pairing_visit import raise_rounds
from station.domain.pairing_change import State
from station.models.chore import done_on, mark_done
from station.models.pairing import Pairing
from station.models.station_state import lock_station

VISITS: Final = "visits"
MOST_MONTHS: Final = 12


def raise_visits(session: Session, now: datetime) -> bool:
    """A chore: once on each business day, whoever comes first; it never erases anything.

    Months that an agent slept through are made up for, a year of them at most.
    """
    today = local_day(now)
    if done_on(session, VISITS) == today:
        return False
    lock_station(session)
    last = done_on(session, VISITS)
    if last == today:
        return False
    query = select(Pairing).where(Pairing.status == State.ACTIVE).order_by(Pairing.id)
    for row in session.scalars(query.with_for_update()).all():
        raise_rounds(session, (AGENT, now), row)
    begun = Month.of(min(last or today, today))
    raise_benefits(session, (AGENT, now), months_between(begun, Month.of(today))[-MOST_MONTHS:])
    mark_done(session, VISITS, today)
    return False
