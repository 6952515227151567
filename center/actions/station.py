"""Stations: invited, approved, shut out; what their profiles say; the directory of keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from center.actions import hop
from center.actions.notice import tell_exemptions, tell_standing
from center.actions.policy import pass_policies
from center.models import station
from center.models.audit import log
from center.models.federation import TABLES
from center.models.peer import all_keys
from center.models.station import Station
from shared.account import Actor
from shared.audit import Change
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.federation.enrolment import (
    approve_peer,
    check_fingerprint,
    make_string,
    peer_fingerprint,
    revoke_peer,
)
from shared.federation.link import Message
from shared.federation.name import tier_of
from shared.federation.node_key import key_of, put_key
from shared.federation.outbox import Draft, this_node
from shared.federation.sender import sender_of
from shared.federation.tables import KeyMixin
from shared.wire.node import CENTER_PROFILE, DIRECTORY, FrontDoorSchema

KEYS_PER_MESSAGE = 500


@dataclass(frozen=True)
class Invitation:
    """Which station is invited, and under which address it reaches this node."""

    node: str
    title: str
    url: str


@dataclass(frozen=True)
class Closing:
    """Which station ends, with `closed_on` as its last day, and why."""

    station: str
    closed_on: date
    reason: str


def invite_station(session: Session, actor: Actor, now: datetime, invited: Invitation) -> str:
    """The one-time string with which a station enrols; valid for 72 hours, shown once."""
    if tier_of(invited.node) != "station":
        raise InvalidError("enrolment.not_a_station", node=invited.node, field="node")
    after = {"node": invited.node, "title": invited.title}
    log(session, actor, now, Change("enrolment.make", f"node:{invited.node}", None, after))
    return make_string(session, TABLES, invited.node, invited.title, invited.url)


def approve_station(
    session: Session, actor: Actor, now: datetime, node: str, fingerprint: str | None
) -> Station:
    """Lets a station in; it learns keys, policies and exemptions, all others learn its key.

    `fingerprint` is what stands on the station's screen: another one than the key's is refused.
    """
    peer = approve_peer(session, TABLES, node, now)
    check_fingerprint(peer, fingerprint)
    found = session.get(Station, node)
    if found is None:
        found = Station(name=node, title=peer.title, approved_at=now)
        session.add(found)
    found.title = peer.title
    session.flush()
    after = {"title": found.title, "fingerprint": peer_fingerprint(peer)}
    log(session, actor, now, Change("station.approve", f"node:{node}", None, after))
    _tell_of(session, now, node)
    _tell_all(session, now, node)
    pass_policies(session, node)
    tell_exemptions(session, actor, now, node)
    if found.opened_on is not None:
        hop.up(session, _profile(session, now, found))
    return found


def revoke_station(session: Session, actor: Actor, now: datetime, node: str) -> None:
    """Shuts a station out from its next call on; what it reported stays."""
    revoke_peer(session, TABLES, node)
    log(session, actor, now, Change("station.revoke", f"node:{node}"))


def on_profile(session: Session, message: Message, now: datetime) -> None:
    """Since when the station works; the association learns it with the station's keys."""
    hop.check_own(message)
    found = station.locked(session, message.sender)
    before = _facts(found)
    found.title = message.data["title"]
    found.opened_on = message.data["opened_on"]
    if found.closed_reason is None:
        found.closed_on = message.data["closed_on"]
    _take_front_door(session, message, now, found)
    if _facts(found) != before:
        _changed(session, (sender_of(message), now), found, "station.profile", before)


def close_station(session: Session, actor: Actor, now: datetime, closing: Closing) -> Station:
    """Ends a station: it owes no month after that of its last day; it and the association are told.

    Its own profile doesn't open it again: a school that is gone sends none, or an old one.
    """
    found = station.locked(session, closing.station)
    if not closing.reason.strip():
        raise InvalidError("station.no_reason", field="reason")
    if found.opened_on is not None and closing.closed_on < found.opened_on:
        raise InvalidError(
            "station.closed_before_opening", field="closed_on", opened_on=found.opened_on
        )
    before = _facts(found)
    found.closed_on, found.closed_by = closing.closed_on, actor.name[:64]
    found.closed_reason = closing.reason.strip()
    _changed(session, (actor, now), found, "station.close", before)
    tell_standing(session, actor, now, found)
    return found


def reopen_station(session: Session, actor: Actor, now: datetime, name: str) -> Station:
    """Takes the center's closing back; what the station says of itself counts again."""
    found = station.locked(session, name)
    if found.closed_reason is None:
        raise ConflictError("station.not_closed")
    before = _facts(found)
    found.closed_on = found.closed_by = found.closed_reason = None
    _changed(session, (actor, now), found, "station.reopen", before)
    tell_standing(session, actor, now, found)
    return found


def on_directory(session: Session, message: Message, now: datetime) -> None:
    """Keys of other nodes, on which seals of origin are checked; every station learns them too."""
    nodes = message.data["nodes"]
    for node in nodes:
        put_key(session, TABLES, node["node"], node["title"], node["sign_key"], node["seal_key"])
    for home in station.everyone(session):
        _tell(session, now, home.name, message.subject, nodes)
    after = {"nodes": [node["node"] for node in nodes]}
    log(session, sender_of(message), now, Change("directory.take", message.subject, None, after))


def _take_front_door(session: Session, message: Message, now: datetime, found: Station) -> None:
    """What residents are told of the station; of no interest above."""
    said = message.data["front_door"]
    if said is None or (kept := FrontDoorSchema().dump(said)) == found.front_door:
        return
    found.front_door = kept
    after = {"phone": said["phone"], "reach": said["reach"], "closings": said["closings"]}
    change = Change("station.front_door", f"node:{found.name}", None, after)
    log(session, sender_of(message), now, change)


def _changed(
    session: Session,
    deed: tuple[Actor, datetime],
    found: Station,
    action: str,
    before: dict[str, Any],
) -> None:
    """Logged, and told to the association once it can know the station at all."""
    actor, now = deed
    after = _facts(found) | {"reason": found.closed_reason}
    log(session, actor, now, Change(action, f"node:{found.name}", before, after))
    session.flush()
    if found.opened_on is not None:
        hop.up(session, _profile(session, now, found))


def _tell_of(session: Session, now: datetime, node: str) -> None:
    """One station's key to all others: what grows with their number is not sent for each."""
    key = key_of(session, TABLES, node)
    for home in station.everyone(session):
        if key is not None and home.name != node:
            _tell(session, now, home.name, f"node:{node}", [_entry(key)])


def _tell_all(session: Session, now: datetime, to: str) -> None:
    """A new station learns every node's key, so many to a message as an envelope holds."""
    keys = [_entry(key) for key in all_keys(session)]
    for first in range(0, len(keys), KEYS_PER_MESSAGE):
        subject = f"keys:{first // KEYS_PER_MESSAGE + 1}"
        _tell(session, now, to, subject, keys[first : first + KEYS_PER_MESSAGE])


def _tell(
    session: Session, now: datetime, to: str, subject: str, nodes: Iterable[dict[str, Any]]
) -> None:
    hop.down(session, to, Draft(DIRECTORY, subject, {"nodes": list(nodes)}, now))


def _entry(key: KeyMixin) -> dict[str, Any]:
    names = ("node", "title", "sign_key", "seal_key")
    return {name: getattr(key, name) for name in names}


def _profile(session: Session, now: datetime, home: Station) -> Draft:
    """One station a message: a center's 1,500 are more than an envelope holds."""
    own, key = this_node(session, TABLES), key_of(session, TABLES, home.name)
    if key is None:
        raise NotFoundError("key.unknown", node=home.name)
    keys = {"sign_key": key.sign_key, "seal_key": key.seal_key}
    stations = [{"station": home.name, **_facts(home), **keys}]
    data = {"center": own.name, "title": own.title, "stations": stations}
    return Draft(CENTER_PROFILE, f"node:{home.name}", data, now)


def _facts(home: Station) -> dict[str, Any]:
    return {"title": home.title, "opened_on": home.opened_on, "closed_on": home.closed_on}
