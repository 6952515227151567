"""How each station stands: whom it has, what of it waits here, when it last called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from center.models import peer, station
from center.models.registration import Registration
from center.models.station import Station
from center.models.tally import Tally
from center.models.volunteer import Volunteer
from shared.domain import monthly_report, registration


@dataclass(frozen=True)
class Standing:
    """A station in numbers; `last_ok` None: it never called."""

    station: Station
    serving: int
    waiting: int
    reports: int
    last_ok: datetime | None


def standing(session: Session) -> list[Standing]:
    """All stations by name, in five queries however many they are."""
    serving = _counted(session, Volunteer, registration.Status.APPROVED)
    waiting = _counted(session, Registration, registration.Status.SUBMITTED)
    reports = _counted(session, Tally, monthly_report.Status.REPORTED)
    calls = peer.last_contacts(session)
    return [
        Standing(
            home,
            serving.get(home.name, 0),
            waiting.get(home.name, 0),
            reports.get(home.name, 0),
            calls.get(home.name),
        )
        for home in station.everyone(session)
    ]


def counts_of(session: Session, name: str) -> tuple[int, int, int]:
    """Who serves at one station, its registrations and its reports that wait; one query."""
    wanted = (
        (Volunteer, registration.Status.APPROVED),
        (Registration, registration.Status.SUBMITTED),
        (Tally, monthly_report.Status.REPORTED),
    )
    parts = [
        select(func.count())
        .select_from(table)
        .where(table.station == name, table.status == status)
        .scalar_subquery()
        for table, status in wanted
    ]
    serving, waiting, reports = session.execute(select(*parts)).one()
    return serving, waiting, reports


def _counted(
    session: Session, table: type[Volunteer] | type[Registration] | type[Tally], status: str
) -> dict[str, int]:
    query = select(table.station, func.count()).where(table.status == status)
    return {name: count for name, count in session.execute(query.group_by(table.station))}
