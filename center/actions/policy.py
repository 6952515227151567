"""Policies: kept for the center's own deadlines and checks, passed down to every station."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.actions import hop
from center.models import policy, station
from center.models.audit import log
from center.models.policy import YearPolicy
from shared.audit import Change
from shared.domain.policy import Policy
from shared.federation.link import Message
from shared.federation.sender import sender_of


def on_set(session: Session, message: Message, now: datetime) -> None:
    """Keeps a year's newest policy; refuses figures out of bounds before any station sees them."""
    raw = hop.raw(message)
    Policy.from_dict(raw["policy"])
    year = message.data["year"]
    known = session.get(YearPolicy, year, with_for_update=True)
    if known is not None and known.version >= message.ver:
        return
    before = None if known is None else known.policy
    fields = {"policy": raw["policy"], "working_days": raw["working_days"]}
    session.merge(YearPolicy(year=year, version=message.ver, message=message.id, **fields))
    for home in station.everyone(session):
        hop.pass_down(session, home.name, message)
    change = Change("policy.set", f"policy:{year}", before, raw["policy"])
    log(session, sender_of(message), now, change)


def pass_policies(session: Session, home: str) -> None:
    """Sends all known policies to a station that was approved after they came."""
    for row in policy.in_order(session):
        hop.pass_down(session, home, hop.kept(session, row.message))
