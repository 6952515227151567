"""The stations' years side by side: what differs, by station and volunteer; all that agree sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions.year import forward_year
from center.domain import year as rule
from center.domain.decision import check_count
from center.models import station, station_year, tally, volunteer
from center.models.station import Station
from center.models.station_year import StationYear, YearPart
from center.models.tally import TallyRow
from shared.account import Actor
from shared.domain.life_cycle import move
from shared.domain.month import Month
from shared.domain.monthly_report import Status as MonthStatus
from shared.domain.year import NEXT, Status
from shared.errors import RefusalError


@dataclass(frozen=True)
class PersonDifferences:
    """A volunteer whose year says otherwise than the accepted months; "" for who is unknown."""

    volunteer: UUID
    name: str
    differences: Sequence[rule.Difference]


@dataclass(frozen=True)
class YearRow:
    """A station's year; `hindrance` is why it can't go up now, None where it can.

    `sealed` None: nothing came. `whole` are differences that are nobody's.
    """

    station: Station
    sealed: StationYear | None
    parts_here: int
    hindrance: RefusalError | None
    whole: Sequence[rule.Difference]
    people: Sequence[PersonDifferences]

    @property
    def differences(self) -> list[rule.Difference]:
        """All of them, in the order of the check."""
        return [*self.whole, *(one for person in self.people for one in person.differences)]


@dataclass(frozen=True)
class Forwarded:
    """What became of one station's year; `refusal` None: it went up."""

    station: str
    refusal: RefusalError | None = None


@dataclass(frozen=True)
class _Held:
    """What is here of a year, by station."""

    sealed: Mapping[str, StationYear]
    parts: Mapping[str, Sequence[YearPart]]
    rows: Mapping[str, Mapping[tuple[UUID, Month], TallyRow]]
    months: Mapping[str, Mapping[Month, MonthStatus]]


def year_desk(session: Session, year: int, only: str | None = None) -> list[YearRow]:
    """A row for each station, or for one; six queries however many there are."""
    held = _Held(
        station_year.of_year(session, year, only),
        station_year.parts_of_year(session, year, only),
        tally.accepted_of_year(session, year, only),
        tally.statuses_of_year(session, year, only),
    )
    homes = [home for home in station.everyone(session) if only in (None, home.name)]
    found = {home.name: _differences(held, home.name) for home in homes}
    concerned = {one.volunteer for rows in found.values() for one in rows if one.volunteer}
    names = volunteer.names(session, concerned)
    return [_row(held, home, found[home.name], names) for home in homes]


def forward_years(
    session: Session,
    actor: Actor,
    now: datetime,
    year: int,
    chosen: tuple[Sequence[str] | None, int],
) -> list[Forwarded]:
    """Sends the years of these stations up, or (None) of all that agree; a result each.

    `chosen` with the count that the officer saw; one that can't go stops no other.
    """
    stations, count = chosen
    if stations is None:
        desk = year_desk(session, year)
        stations = [row.station.name for row in desk if row.sealed and row.hindrance is None]
    check_count(stations, count)
    # in one order, so that two officers don't wait for each other in a ring
    done = {name: _forward(session, actor, now, (name, year)) for name in sorted(stations)}
    return [done[name] for name in stations]


def _forward(session: Session, actor: Actor, now: datetime, key: tuple[str, int]) -> Forwarded:
    try:
        with session.begin_nested():
            forward_year(session, actor, now, *key)
    except RefusalError as refusal:
        return Forwarded(key[0], refusal)
    return Forwarded(key[0])


def _differences(held: _Held, name: str) -> list[rule.Difference]:
    sealed = held.sealed.get(name)
    if sealed is None:
        return []
    lines = [line for part in held.parts.get(name, ()) for line in part.volunteers]
    rows = held.rows.get(name, {})
    accepted = {
        key: rule.MonthLine(row.revision, *(getattr(row, figure) for figure in rule.FIGURES))
        for key, row in rows.items()
    }
    return rule.compare(sealed.year, rule.read(lines), accepted)


def _row(
    held: _Held, home: Station, found: Sequence[rule.Difference], names: Mapping[UUID, str]
) -> YearRow:
    by_person: dict[UUID, list[rule.Difference]] = {}
    for one in found:
        if one.volunteer is not None:
            by_person.setdefault(one.volunteer, []).append(one)
    people = [PersonDifferences(who, names.get(who, ""), rows) for who, rows in by_person.items()]
    return YearRow(
        station=home,
        sealed=held.sealed.get(home.name),
        parts_here=len(held.parts.get(home.name, ())),
        hindrance=_hindrance(held, home.name, len(found)),
        whole=[one for one in found if one.volunteer is None],
        people=sorted(people, key=lambda person: (person.name, person.volunteer)),
    )


def _hindrance(held: _Held, name: str, differences: int) -> RefusalError | None:
    sealed = held.sealed.get(name)
    if sealed is None:
        return None
    parts = (len(held.parts.get(name, ())), sealed.parts)
    try:
        move(NEXT, Status(sealed.status), Status.FORWARDED)
        rule.check_forward(held.months.get(name, {}), parts, differences)
    except RefusalError as refusal:
        return refusal
    return None
