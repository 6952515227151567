"""The station as a node: its profile goes up, keys of other nodes come down."""

from __future__ import annotations

from datetime import datetime

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
from station.models.federation import TABLES
from station.models.service_item import fill_catalogue


def open_station(session: Session, actor: Actor, now: datetime) -> None:
    """Fills the catalogue of services; tells the center, if any, since when this station works."""
    node = this_node(session, TABLES)
    opened = node.opened_on or local_day(now)
    tell_title(session, actor, now)
    fill_catalogue(session)
    after = {"title": node.title, "opened_on": opened, "upper": node.upper}
    log(session, actor, now, Change("station.opened", f"node:{node.name}", None, after))


def tell_title(session: Session, actor: Actor, now: datetime) -> None:
    """What the center calls this station, and since when it works; nothing without a center."""
    node = this_node(session, TABLES)
    if node.upper is None:
        return
    opened = node.opened_on or local_day(now)
    data = {"station": node.name, "title": node.title, "opened_on": opened, "closed_on": None}
    draft = Draft(wire.STATION_PROFILE, f"node:{node.name}", data, now, actor.id)
    promise(session, TABLES, node.upper, draft)


def on_directory(session: Session, message: Message, now: datetime) -> None:
    """Enters the keys against which seals of origin are checked."""
    nodes = message.data["nodes"]
    for node in nodes:
        put_key(session, TABLES, node["node"], node["title"], node["sign_key"], node["seal_key"])
    after = {"nodes": sorted(node["node"] for node in nodes)}
    change = Change("directory.received", f"node:{message.sender}", None, after)
    log(session, sender_of(message), now, change)
