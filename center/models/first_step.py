"""How far a new center has come, in one query."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from center.models.registration import Registration
from center.models.station import Station
from center.models.tally import Tally


def reached(session: Session) -> tuple[bool, ...]:
    """Whether there is a station, a decided registration, a monthly report."""
    first = (
        exists().where(Station.name.is_not(None)),
        exists().where(Registration.decided_on.is_not(None)),
        exists().where(Tally.id.is_not(None)),
    )
    return tuple(bool(each) for each in session.execute(select(*first)).one())
