"""The stations' sealed years: how far each has come, and each volunteer's figures in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Integer, Select, String, func, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base
from association.domain.year import Status
from shared.database import UtcDateTime
from shared.errors import NotFoundError
from shared.federation.upsert import insert_into


class StationYear(Base):
    """How far one station's year has come: the newest version, its check, what differs."""

    __tablename__ = "station_year"

    station: Mapped[str] = mapped_column(ForeignKey("station.name"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(String(20), default=Status.WAITING)
    version: Mapped[int] = mapped_column(default=0)
    parts: Mapped[int] = mapped_column(default=0)
    checked_version: Mapped[int] = mapped_column(default=0)
    checked_parts: Mapped[int] = mapped_column(default=0)
    agrees: Mapped[bool | None]
    checked_by: Mapped[str | None] = mapped_column(String(60))
    check_differences: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    differences: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    returned_version: Mapped[int] = mapped_column(default=0)
    returned_reason: Mapped[str | None] = mapped_column(String(500))
    closed_on: Mapped[date | None]


class YearPart(Base):
    """One received part of one version; who signed it and when."""

    __tablename__ = "year_part"

    station: Mapped[str] = mapped_column(ForeignKey("station.name"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signed_by: Mapped[str] = mapped_column(String(60))
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class VolunteerYear(Base):
    """A volunteer's year at one station in one version; old versions are kept.

    `months` and `stated` are as the station signed them, the figures are added up here.
    """

    __tablename__ = "volunteer_year"
    __table_args__ = (Index("ix_volunteer_year_volunteer", "year", "volunteer"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    volunteer: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[int]
    months: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    stated: Mapped[dict[str, int]] = mapped_column(JSON)
    hours: Mapped[int]
    satisfied_hours: Mapped[int]
    points_hours: Mapped[int]


def find(session: Session, station: str, year: int) -> StationYear | None:
    """The station's year, locked, or None where nothing of it has come."""
    return session.get(StationYear, (station, year), with_for_update=True)


def by_station(session: Session, station: str, year: int) -> StationYear:
    """The station's year, locked; NotFoundError where nothing of it has come."""
    found = find(session, station, year)
    if found is None:
        raise NotFoundError("year.not_here", station=station, year=year)
    return found


def opened(session: Session, station: str, year: int) -> StationYear:
    """The station's year, locked; begun where nothing of it has come."""
    begun = insert_into(session, StationYear).values(station=station, year=year)
    session.execute(begun.on_conflict_do_nothing())
    return session.get_one(StationYear, (station, year), with_for_update=True)


def of_year(session: Session, year: int, *, lock: bool = False) -> dict[str, StationYear]:
    """The year of each station from which anything came; locked in the order of their names."""
    query = select(StationYear).where(StationYear.year == year).order_by(StationYear.station)
    if lock:
        query = query.with_for_update()
    return {found.station: found for found in session.scalars(query)}


def first_parts(session: Session, years: Iterable[StationYear]) -> dict[str, YearPart]:
    """By station, a received part of the newest version: who signed it, and when."""
    keys = [(found.station, found.year, found.version) for found in years]
    same = tuple_(YearPart.station, YearPart.year, YearPart.version).in_(keys)
    query = select(YearPart).where(same).order_by(YearPart.part.desc())
    return {part.station: part for part in session.scalars(query)}


def parts_in(session: Session, station_year: StationYear) -> int:
    """How many parts of the newest version are here."""
    query = select(func.count()).where(
        YearPart.station == station_year.station,
        YearPart.year == station_year.year,
        YearPart.version == station_year.version,
    )
    return session.scalar(query) or 0


def volunteers_of(session: Session, station_year: StationYear) -> list[VolunteerYear]:
    """The rows of the newest version."""
    query = select(VolunteerYear).where(
        VolunteerYear.year == station_year.year,
        VolunteerYear.station == station_year.station,
        VolunteerYear.version == station_year.version,
    )
    return list(session.scalars(query.order_by(VolunteerYear.volunteer)))


def volunteer_ids(session: Session, station: str, year: int, version: int) -> set[UUID]:
    """Who stands in the parts of a version that are here."""
    query = select(VolunteerYear.volunteer).where(
        VolunteerYear.year == year,
        VolunteerYear.station == station,
        VolunteerYear.version == version,
    )
    return set(session.scalars(query))


def _newest(year: int) -> Select[VolunteerYear]:
    same = (
        (StationYear.station == VolunteerYear.station)
        & (StationYear.year == VolunteerYear.year)
        & (StationYear.version == VolunteerYear.version)
    )
    return select(VolunteerYear).join(StationYear, same).where(VolunteerYear.year == year)


def figures(session: Session, year: int, ids: Iterable[UUID]) -> dict[UUID, list[VolunteerYear]]:
    """Each volunteer's rows in the newest versions, over all stations."""
    query = _newest(year).where(VolunteerYear.volunteer.in_(list(ids)))
    found: dict[UUID, list[VolunteerYear]] = {}
    for row in session.scalars(query.order_by(VolunteerYear.station)):
        found.setdefault(row.volunteer, []).append(row)
    return found


def reaching(session: Session, year: int, points_hours: int) -> list[UUID]:
    """Volunteers whose hours that earn points, over all stations, come to at least so many."""
    total = func.sum(VolunteerYear.points_hours).cast(Integer)
    query = (
        _newest(year)
        .with_only_columns(VolunteerYear.volunteer)
        .group_by(VolunteerYear.volunteer)
        .having(total >= points_hours)
        .order_by(VolunteerYear.volunteer)
    )
    return list(session.scalars(query))
