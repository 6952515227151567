"""Exemptions from the monthly group activity: granted with a reason, withdrawn, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions.notice import tell_exemption
from center.domain.exemption import check_months
from center.models import exemption, station
from center.models.audit import log
from center.models.exemption import Exemption
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.month import Month
from shared.errors import ConflictError


@dataclass(frozen=True)
class Grant:
    """Which months are waived, for one station or (None) for all, and why."""

    first: Month
    last: Month
    reason: str
    station: str | None = None


def grant_exemption(session: Session, actor: Actor, now: datetime, grant: Grant) -> Exemption:
    """From now on these months show as exempt where no group activity was held, and are told."""
    check_months(grant.first, grant.last, grant.reason)
    if grant.station is not None:
        station.locked(session, grant.station)
    granted = Exemption(
        station=grant.station,
        first=str(grant.first),
        last=str(grant.last),
        reason=grant.reason.strip(),
        granted_on=local_day(now),
        granted_by=actor.name[:64],
    )
    session.add(granted)
    session.flush()
    names = ("station", "first", "last", "reason")
    after = {name: getattr(granted, name) for name in names}
    log(session, actor, now, Change("exemption.grant", f"exemption:{granted.id}", None, after))
    tell_exemption(session, actor, now, granted)
    return granted


def withdraw_exemption(session: Session, actor: Actor, now: datetime, id: UUID) -> Exemption:
    """It waives nothing any more; what it waived is marked again, here and at its stations."""
    found = exemption.locked(session, id)
    if found.withdrawn_on is not None:
        raise ConflictError("exemption.withdrawn", day=found.withdrawn_on)
    found.withdrawn_on, found.withdrawn_by = local_day(now), actor.name[:64]
    after = {"withdrawn_on": found.withdrawn_on}
    change = Change("exemption.withdraw", f"exemption:{id}", {"withdrawn_on": None}, after)
    log(session, actor, now, change)
    tell_exemption(session, actor, now, found)
    return found
