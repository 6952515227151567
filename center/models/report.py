"""Queries over monthly reports: lists with their newest figures, sums, and volunteers' years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from center.models.station import Station
from center.models.tally import Revision, Tally
from center.models.volunteer import Volunteer
from center.models.volunteer_year import VolunteerYear
from shared.domain.monthly_report import Status
from shared.errors import NotFoundError

SUMMED = ("activities", "records", "hours", "satisfied_hours", "points_hours")
NEWEST = and_(Revision.tally == Tally.id, Revision.revision == Tally.revision)
ACCEPTED = and_(Revision.tally == Tally.id, Revision.revision == Tally.accepted)


def listed(wanted: Mapping[str, Any]) -> Select[Tally, Revision]:
    """Months with their newest revision, filtered by year, station, status and asked unlocks."""
    query = select(Tally, Revision).join(Revision, NEWEST)
    for name in ("year", "station", "status"):
        if wanted.get(name) is not None:
            query = query.where(getattr(Tally, name) == wanted[name])
    if wanted.get("unlock_asked"):
        query = query.where(Tally.unlock_asked_at.is_not(None))
    return query.order_by(Tally.month, Tally.station)


def one(session: Session, id: UUID) -> tuple[Tally, Station]:
    """A month with its station; NotFoundError `tally.unknown`."""
    query = select(Tally, Station).join(Station, Station.name == Tally.station)
    found = session.execute(query.where(Tally.id == id)).first()
    if found is None:
        raise NotFoundError("tally.unknown", id=str(id))
    return found[0], found[1]


def some(session: Session, ids: Iterable[UUID]) -> Sequence[Row[Tally, Revision]]:
    """Those months with their newest revision, by month and station."""
    query = select(Tally, Revision).join(Revision, NEWEST).where(Tally.id.in_(set(ids)))
    return session.execute(query.order_by(Tally.month, Tally.station)).all()


def waiting(session: Session) -> Sequence[UUID]:
    """The months that wait to be read, in the order in which they are."""
    query = select(Tally.id).where(Tally.status == Status.REPORTED)
    return session.scalars(query.order_by(Tally.month, Tally.station)).all()


def lengths(session: Session) -> dict[str, int]:
    """Status → how many months of all years stand in it; `unlock_asked` beside."""
    query = select(Tally.status, func.count(), func.count(Tally.unlock_asked_at))
    found, asked = {}, 0
    for status, count, unlocks in session.execute(query.group_by(Tally.status)):
        found[status], asked = count, asked + unlocks
    return found | {"unlock_asked": asked}


def accepted(session: Session, year: int, station: str | None) -> Sequence[Row[Tally, Revision]]:
    """Months with their newest accepted revision."""
    query = select(Tally, Revision).join(Revision, ACCEPTED).where(Tally.year == year)
    if station is not None:
        query = query.where(Tally.station == station)
    return session.execute(query).all()


def of_year(
    session: Session, year: int, station: str | None = None
) -> Sequence[Row[Tally, Revision]]:
    """Every reported month of a year, or one station's, with its newest revision."""
    return session.execute(listed({"year": year, "station": station})).all()


def revisions(session: Session, tally: UUID) -> Sequence[Revision]:
    """All that ever came of a month, the first one first."""
    query = select(Revision).where(Revision.tally == tally)
    return session.scalars(query.order_by(Revision.revision)).all()


def sums(rows: Sequence[Row[Tally, Revision]]) -> list[dict[str, Any]]:
    """The statistics table over months and stations; people are never summed."""
    table: dict[tuple[str, str], dict[str, int]] = {}
    for _month, revision in rows:
        for cell in revision.cells:
            key = (cell["category"], cell["form"])
            into = table.setdefault(key, dict.fromkeys(SUMMED, 0))
            for name in SUMMED:
                into[name] += cell[name]
    return [
        {"category": category, "form": form, **figures}
        for (category, form), figures in sorted(table.items())
    ]


def volunteer_years(year: int, station: str | None) -> Select[*tuple[Any, ...]]:
    """(station, volunteer, figures …): zeros for whoever serves and has no accepted record yet."""
    figures = [
        func.coalesce(getattr(VolunteerYear, name), 0).label(name)
        for name in ("records", "hours", "satisfied_hours", "points_hours", "points")
    ]
    here = func.coalesce(VolunteerYear.station, Volunteer.station)
    query = (
        select(here.label("station"), Volunteer.id.label("volunteer"), *figures)
        .outerjoin(
            VolunteerYear,
            and_(VolunteerYear.volunteer == Volunteer.id, VolunteerYear.year == year),
        )
        .where(_served_in(year))
        .order_by(here, Volunteer.id)
    )
    return query if station is None else query.where(here == station)


def _served_in(year: int) -> Any:
    approved = Volunteer.first_approved <= date(year, 12, 31)
    stayed = or_(Volunteer.left_on.is_(None), Volunteer.left_on >= date(year, 1, 1))
    return or_(VolunteerYear.year.is_not(None), and_(approved, stayed))


def coverage(session: Session, year: int) -> dict[str, tuple[int, int]]:
    """Station → volunteers and members of December's accepted report."""
    query = (
        select(Tally.station, Revision.volunteers_on_roster, Revision.members)
        .join(Revision, ACCEPTED)
        .join(Station, Station.name == Tally.station)
        .where(Tally.month == f"{year:04d}-12")
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}
