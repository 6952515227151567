"""The center's stations: since when each works, and whether its paper may still be taken over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    String,
    Text,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from center.models.federation import TABLES
from center.models.peer import is_let_in
from shared.database import UtcDateTime
from shared.errors import NotFoundError


class Station(Base):
    """`name` is the node's name; `opened_on` is unknown until the station's profile is here.

    `ordinary_since` is when its first month of channel "system" was accepted: from then on no
    paper is taken over (domain.md part 2). `closed_reason`: the center closed it, whatever the
    station's own profile says. `front_door` is what its profile tells residents, as it travelled.
    """

    __tablename__ = "station"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str | None] = mapped_column(Text)
    closed_by: Mapped[str | None] = mapped_column(String(64))
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ordinary_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    front_door: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


def locked(session: Session, name: str) -> Station:
    """The station, locked to decide on it; NotFoundError `station.unknown`."""
    station = session.get(Station, name, with_for_update=True)
    if station is None:
        raise NotFoundError("station.unknown", station=name)
    return station


def by_name(session: Session, name: str) -> Station:
    """The station, to be shown; NotFoundError `station.unknown`."""
    station = session.get(Station, name)
    if station is None:
        raise NotFoundError("station.unknown", station=name)
    return station


def everyone(session: Session) -> Sequence[Station]:
    """All approved stations, by name."""
    return session.scalars(select(Station).order_by(Station.name)).all()


def titles(session: Session) -> dict[str, str]:
    """Node name → title."""
    return {station.name: station.title for station in everyone(session)}


def at_work(session: Session, day: date) -> frozenset[str]:
    """The stations that haven't ended by a day."""
    query = select(Station.name).where(or_(Station.closed_on.is_(None), Station.closed_on >= day))
    return frozenset(session.scalars(query))


def doors(day: date) -> Select[str, str, str, str]:
    """Name, title, telephone and own address of all stations with a door, by title.

    No more of what each says of itself is read: there are 1,500.
    """
    phone, reach = (Station.front_door[name].as_string() for name in ("phone", "reach"))
    query = select(Station.name, Station.title, func.coalesce(phone, ""), func.coalesce(reach, ""))
    return query.where(_has_door(day)).order_by(Station.title, Station.name)


def with_door(name: str, day: date) -> Select[Station]:
    """One of them, by its key."""
    return select(Station).where(Station.name == name, _has_door(day))


def _has_door(day: date) -> ColumnElement[bool]:
    """At work that day, still let in, and said how residents find it."""
    return and_(
        Station.front_door.is_not(None),
        Station.opened_on <= day,
        or_(Station.closed_on.is_(None), Station.closed_on >= day),
        exists().where(TABLES.peer.node == Station.name, *is_let_in()),
    )
