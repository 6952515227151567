"""Years that differ, volunteer by volunteer; years that agree, sent up together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions.year import forward_year
from center.actions.year_check import Standing, standings
from center.domain import year as rule
from center.domain.decision import check_count
from center.models import station, volunteer
from shared.account import Actor
from shared.errors import RefusalError


@dataclass(frozen=True)
class PersonDifferences:
    """A volunteer whose year says otherwise than the accepted months; "" for who is unknown."""

    volunteer: UUID
    name: str
    differences: Sequence[rule.Difference]


@dataclass(frozen=True)
class Forwarded:
    """What became of one station's year; `refusal` None: it went up."""

    station: str
    refusal: RefusalError | None = None


def by_person(session: Session, rows: Sequence[Standing]) -> dict[str, list[PersonDifferences]]:
    """Station → the volunteers whose figures differ, by name; one query for all names."""
    everything = [one for row in rows for one in row.differences]
    concerned = {one.volunteer for one in everything if one.volunteer is not None}
    names = volunteer.names(session, concerned)
    return {row.station.name: _people(row.differences, names) for row in rows}


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
        rows = standings(session, year, station.everyone(session))
        stations = [row.station.name for row in rows if row.agrees]
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


def _people(
    differences: Sequence[rule.Difference], names: Mapping[UUID, str]
) -> list[PersonDifferences]:
    found: dict[UUID, list[rule.Difference]] = {}
    for one in differences:
        if one.volunteer is not None:
            found.setdefault(one.volunteer, []).append(one)
    people = [PersonDifferences(who, names.get(who, ""), rows) for who, rows in found.items()]
    return sorted(people, key=lambda person: (person.name, person.volunteer))
