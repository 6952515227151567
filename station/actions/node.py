"""The station as a node: its profile goes up, keys of other nodes come down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.federation.link import Message
from shared.federation.node_key import put_key
from shared.federation.outbox import Draft, promise, this_node
from shared.federation.sender import sender_of
from shared.wire import node as wire
from station.models.audit import log
from station.models.closing import closings_from
from station.models.federation import TABLES
from station.models.service_item import fill_catalogue, public_items
from station.models.station_state import station_state


def open_station(session: Session, actor: Actor, now: datetime) -> None:
    """Fills the catalogue of services; tells the center, if any, since when this station works."""
    node = this_node(session, TABLES)
    opened = node.opened_on or local_day(now)
    fill_catalogue(session)
    tell_station(session, actor, now)
    after = {"title": node.title, "opened_on": opened, "upper": node.upper}
    log(session, actor, now, Change("station.opened", f"node:{node.name}", None, after))


def tell_station(session: Session, actor: Actor, now: datetime) -> None:
    """What the center knows of this station and tells residents; nothing without a center."""
    node = this_node(session, TABLES)
    if node.upper is None:
        return
    session.flush()
    day = local_day(now)
    data = {
        "station": node.name,
        "title": node.title,
        "opened_on": node.opened_on or day,
        "closed_on": None,
        "front_door": front_door_of(session, day),
    }
    draft = Draft(wire.STATION_PROFILE, f"node:{node.name}", data, now, actor.id)
    promise(session, TABLES, node.upper, draft)


def front_door_of(session: Session, day: date) -> dict[str, Any]:
    """What residents find on this station's own pages, and where, as its center tells it."""
    state = station_state(session)
    items, closings = public_items(session), closings_from(session, day)
    names = ("phone", "reach", "accept_days", "dispatch_days")
    return {name: getattr(state, name) for name in names} | {
        "items": [_facts(one, ("code", "name", "category")) for one in items[: wire.MOST_ITEMS]],
        "closings": [
            _facts(one, ("first", "last", "note")) for one in closings[: wire.MOST_CLOSINGS]
        ],
    }


def _facts(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def on_directory(session: Session, message: Message, now: datetime) -> None:
    """Enters the keys against which seals of origin are checked."""
    nodes = message.data["nodes"]
    for node in nodes:
        put_key(session, TABLES, node["node"], node["title"], node["sign_key"], node["seal_key"])
    after = {"nodes": sorted(node["node"] for node in nodes)}
    change = Change("directory.received", f"node:{message.sender}", None, after)
    log(session, sender_of(message), now, change)
