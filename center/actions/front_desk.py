"""The stations for which the center receives, as residents find them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from center.models.peer import last_contacts
from center.models.policy import working_days
from center.models.station import Station, at_work_with_door
from shared.domain.promise import Closing, Promise
from shared.domain.service_item import Item
from shared.domain.service_record import Category
from shared.errors import NotFoundError
from shared.resident import Reception
from shared.wire.node import FrontDoorSchema


def receptions(session: Session, day: date) -> Sequence[Reception]:
    """By title; one that residents reach itself receives there alone."""
    days = working_days(session)
    return [
        Reception(
            node=home.name,
            title=home.title,
            phone=said["phone"],
            items=[_item(one) for one in said["items"]],
            promise=promise_of(said),
            days=days,
            closings=[Closing(**one) for one in said["closings"] if one["last"] >= day],
            elsewhere=said["reach"],
        )
        for home, said in _doors(session, day)
    ]


def open_here(session: Session, node: str, day: date) -> Mapping[str, Any]:
    """What a station says of itself, for which the center receives; else NotFoundError."""
    for home, said in _doors(session, day):
        if home.name == node and not said["reach"]:
            return said
    raise NotFoundError("front_door.no_station")


def promise_of(said: Mapping[str, Any]) -> Promise:
    """The station's promised days."""
    return Promise(accept=said["accept_days"], dispatch=said["dispatch_days"])


def door_of(home: Station) -> dict[str, Any]:
    """What a station last said of itself, in Python's values."""
    found: dict[str, Any] = FrontDoorSchema().load(home.front_door or {})
    return found


def _item(said: Mapping[str, Any]) -> Item:
    return Item(said["code"], said["name"], Category(said["category"]))


def _doors(session: Session, day: date) -> Iterator[tuple[Station, dict[str, Any]]]:
    """Stations at work that are still let in and have said how residents find them."""
    let_in = last_contacts(session)
    for home in at_work_with_door(session, day):
        if home.name in let_in:
            yield home, door_of(home)
