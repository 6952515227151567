"""How stations are let in at this center."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.actions.station import Invitation, approve_station, invite_station, revoke_station
from shared.account import Actor
from shared.web.tier import Gate


def _invite(session: Session, actor: Actor, now: datetime, invited: tuple[str, str, str]) -> str:
    return invite_station(session, actor, now, Invitation(*invited))


GATE = Gate("station", _invite, approve_station, revoke_station)
