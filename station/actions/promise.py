"""What the station promises residents is set, and on which days it serves nobody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain import promise
from station.actions.node import tell_station
from station.domain.promise import Offer, check_closing, checked
from station.models.audit import log
from station.models.closing import Closing, by_id
from station.models.station_state import StationState, lock_station

SUBJECT = "promise:station"


def set_promise(session: Session, actor: Actor, now: datetime, offer: Offer) -> StationState:
    """Holds for what happens from now on: what was promised already stays promised."""
    state, given = lock_station(session), checked(offer)
    before = {name: getattr(state, name) for name in vars(given)}
    for name, value in vars(given).items():
        setattr(state, name, value)
    changed = [name for name, value in vars(given).items() if before[name] != value]
    if changed:
        was = {name: before[name] for name in changed}
        after = {name: getattr(given, name) for name in changed}
        log(session, actor, now, Change("promise.set", SUBJECT, was, after))
        tell_station(session, actor, now)
    return state


def add_closing(session: Session, actor: Actor, now: datetime, closing: promise.Closing) -> Closing:
    """Days on which nobody is served; residents read the note."""
    check_closing(closing, local_day(now))
    row = Closing(
        first=closing.first,
        last=closing.last,
        note=closing.note.strip(),
        set_by=actor.id,
        set_at=now,
    )
    session.add(row)
    session.flush()
    after = {"first": row.first, "last": row.last, "note": row.note}
    log(session, actor, now, Change("closing.added", f"closing:{row.id}", None, after))
    tell_station(session, actor, now)
    return row


def remove_closing(session: Session, actor: Actor, now: datetime, closing_id: UUID) -> None:
    """It isn't closed then after all."""
    row = by_id(session, closing_id)
    before = {"first": row.first, "last": row.last}
    session.delete(row)
    log(session, actor, now, Change("closing.removed", f"closing:{closing_id}", before, None))
    tell_station(session, actor, now)
