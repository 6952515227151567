"""The stations for which the center receives, as residents find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from center.models.policy import working_days
from center.models.station import Station, doors, with_door
from shared.domain.promise import Closing, Promise
from shared.domain.service_item import Item
from shared.domain.service_record import Category
from shared.resident import Desk, Reception
from shared.wire.node import FrontDoorSchema


def desks(session: Session, day: date) -> Sequence[Desk]:
    """By title; one that residents reach itself receives there alone."""
    return [Desk(*one) for one in session.execute(doors(day))]


def reception(session: Session, node: str, day: date) -> Reception | None:
    """A station for which the center receives."""
    home = session.scalar(with_door(node, day))
    said = None if home is None else door_of(home)
    if home is None or said is None or said["reach"]:
        return None
    return Reception(
        node=home.name,
        title=home.title,
        phone=said["phone"],
        items=[_item(one) for one in said["items"]],
        promise=promise_of(said),
        days=working_days(session),
        closings=[Closing(**one) for one in said["closings"] if one["last"] >= day],
    )


def promise_of(said: Mapping[str, Any]) -> Promise:
    """The station's promised days."""
    return Promise(accept=said["accept_days"], dispatch=said["dispatch_days"])


def door_of(home: Station) -> dict[str, Any]:
    """What a station last said of itself, in Python's values."""
    found: dict[str, Any] = FrontDoorSchema().load(home.front_door or {})
    return found


def _item(said: Mapping[str, Any]) -> Item:
    return Item(said["code"], said["name"], Category(said["category"]))
