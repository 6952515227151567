"""The stations, as their centers name them: whose they are and since when they work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, String, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base
from shared.errors import ForbiddenError, NotFoundError


class Station(Base):
    """A station of one center; its keys lie in the key table under the same node name."""

    __tablename__ = "station"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    center: Mapped[str] = mapped_column(ForeignKey("center.name"), index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]


def by_name(session: Session, name: str) -> Station:
    """NotFoundError for one that no center has named yet, so that messages about it wait."""
    station = session.get(Station, name)
    if station is None:
        raise NotFoundError("station.unknown", station=name)
    return station


def of_center(session: Session, name: str, center: str) -> Station:
    """The station, if it is that center's: no center speaks for another's."""
    station = by_name(session, name)
    if station.center != center:
        raise ForbiddenError("station.of_other_center", station=name, center=center)
    return station


def all_of_center(session: Session, center: str) -> list[Station]:
    """A center's stations, closed ones too."""
    query = select(Station).where(Station.center == center).order_by(Station.name)
    return list(session.scalars(query))


def titles(session: Session, names: Iterable[str]) -> dict[str, str]:
    """Node name to title, of those of these stations that are known here."""
    query = select(Station.name, Station.title).where(Station.name.in_(list(names)))
    return {name: title for name, title in session.execute(query)}


def at_work_in(session: Session, year: int) -> list[Station]:
    """Those from which a year is expected: opened before its end, not closed before its start."""
    return list(session.scalars(select(Station).where(at_work(year)).order_by(Station.name)))


def at_work(year: int) -> ColumnElement[bool]:
    """Whether a station worked on any day of the year."""
    open_then = or_(Station.closed_on.is_(None), Station.closed_on >= date(year, 1, 1))
    return and_(Station.opened_on <= date(year, 12, 31), open_then)


def all_titles(session: Session) -> dict[str, str]:
    """Node name to title, of all stations."""
    return {name: title for name, title in session.execute(select(Station.name, Station.title))}
