"""Centers: invited, approved, revoked; and what their profiles say of their stations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from association.actions.directory import tell_all, tell_of_center, tell_of_stations
from association.actions.policy import seed_policies, send_policies
from association.models import center
from association.models.audit import log
from association.models.center import Center
from association.models.federation import TABLES
from association.models.station import Station
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.errors import ConflictError, ForbiddenError, InvalidError
from shared.federation.enrolment import (
    approve_peer,
    check_fingerprint,
    lower_peer,
    make_string,
    revoke_peer,
)
from shared.federation.link import Message
from shared.federation.name import tier_of
from shared.federation.node_key import key_of, put_key
from shared.federation.sender import sender_of


@dataclass(frozen=True)
class Invitation:
    """Which center is invited, and under which address it reaches this node."""

    node: str
    title: str
    url: str


@dataclass(frozen=True)
class Approval:
    """A center to let in; `fingerprint` as its screen shows it, None where a person compared."""

    node: str
    fingerprint: str | None = None


def invite_center(session: Session, actor: Actor, now: datetime, invitation: Invitation) -> str:
    """The one-time string with which a center enrols; valid for 72 hours, shown once."""
    if tier_of(invitation.node) != "center":
        raise InvalidError("enrolment.not_a_center", node=invitation.node, field="node")
    after = {"node": invitation.node, "title": invitation.title}
    log(session, actor, now, Change("enrolment.made", f"node:{invitation.node}", None, after))
    return make_string(session, TABLES, invitation.node, invitation.title, invitation.url)


def approve_center(session: Session, actor: Actor, now: datetime, approval: Approval) -> Center:
    """Lets a center in whose fingerprint was compared: it learns all keys and all policies."""
    node = approval.node
    peer = lower_peer(session, TABLES, node)
    check_fingerprint(peer, approval.fingerprint)
    approve_peer(session, TABLES, node, now)
    # before the center is on the list, so that it gets each policy once
    seed_policies(session, actor, now)
    found = session.get(Center, node)
    if found is None:
        found = Center(name=node, title=peer.title, approved_on=local_day(now))
        session.add(found)
        session.flush()
    log(
        session, actor, now, Change("center.approved", f"node:{node}", None, {"title": found.title})
    )
    tell_all(session, now, node)
    tell_of_center(session, now, node, center.names(session))
    send_policies(session, actor, now, node)
    return found


def revoke_center(session: Session, actor: Actor, now: datetime, node: str) -> None:
    """Shuts a center out from its next call on; what it reported stays."""
    revoke_peer(session, TABLES, node)
    log(session, actor, now, Change("center.revoked", f"node:{node}"))


def on_profile(session: Session, message: Message, now: datetime) -> None:
    """Takes over stations of a center and their keys; what is new goes to all other centers."""
    data = message.data
    if data["center"] != message.sender:
        raise ForbiddenError("center.not_own_profile", center=data["center"])
    found = center.by_name(session, message.sender)
    found.title = data["title"]
    stations = data["stations"]
    new = [said["station"] for said in stations if _take_over(session, message, now, said)]
    session.flush()
    others = [name for name in center.names(session) if name != found.name]
    tell_of_stations(session, now, new, others)


def _take_over(session: Session, message: Message, now: datetime, said: dict[str, Any]) -> bool:
    """Whether the station's keys are new."""
    if tier_of(said["station"]) != "station":
        raise InvalidError("station.bad_name", station=said["station"])
    station = session.get(Station, said["station"])
    if station is not None and station.center != message.sender:
        raise ConflictError("station.of_other_center", station=station.name, center=station.center)
    before = _facts(station)
    if station is None:
        station = Station(name=said["station"], center=message.sender)
        session.add(station)
    station.title = said["title"]
    station.opened_on, station.closed_on = said["opened_on"], said["closed_on"]
    keys = (said["sign_key"], said["seal_key"])
    known = key_of(session, TABLES, station.name)
    known_keys = (known.sign_key, known.seal_key) if known else None
    put_key(session, TABLES, station.name, station.title, *keys)
    is_new_key = known_keys != keys
    after = _facts(station)
    if before != after or is_new_key:
        change = Change("station.profiled", f"node:{station.name}", before, after)
        log(session, sender_of(message), now, change)
    return is_new_key


def _facts(station: Station | None) -> dict[str, Any] | None:
    if station is None:
        return None
    return {
        "title": station.title,
        "opened_on": station.opened_on.isoformat(),
        "closed_on": station.closed_on.isoformat() if station.closed_on else None,
    }
