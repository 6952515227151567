"""The policies that the association sets, as they come down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shared.audit import Change
from shared.domain.policy import Policy
from shared.domain.working_day import WorkingDays
from shared.errors import InvalidError
from shared.federation.link import Message
from shared.federation.sender import sender_of
from station.models.audit import log
from station.models.policy import YearPolicy


def on_set(session: Session, message: Message, now: datetime) -> None:
    """Keeps a year's newest policy; figures out of bounds or of another year are refused."""
    data = message.data
    policy = Policy.from_dict(data["policy"])
    if policy.year != data["year"]:
        raise InvalidError("policy.other_year", year=data["year"])
    known = session.get(YearPolicy, data["year"], with_for_update=True)
    if known is not None and known.ver >= message.ver:
        return
    before = None if known is None else known.policy
    row = known or YearPolicy(year=data["year"])
    row.ver, row.set_at = message.ver, now
    row.policy = policy.to_dict()
    row.working_days = WorkingDays(data["working_days"]).to_dict()
    session.add(row)
    session.flush()
    change = Change("policy.set", f"policy:{row.year}", before, row.policy)
    log(session, sender_of(message), now, change)
