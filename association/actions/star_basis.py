"""What a proposed star rests on, figure by figure: stations, versions, the months of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from association.actions.proposal import Dossier, with_years
from association.models import policy, station, tally
from association.models import year as year_rows
from association.models.tally import TallyTotal
from association.models.year import StationYear, VolunteerYear, YearPart
from shared.domain.month import Month
from shared.domain.policy import Policy
from shared.domain.star import has_visits, missing_points, streak
from shared.domain.star_decision import Status

FIGURES = ("revision", "hours", "satisfied_hours", "points_hours", "points")


@dataclass(frozen=True)
class MonthBasis:
    """A volunteer's month as the station signed it; `accepted` is the revision that counts.

    `accepted` None: no center accepted that month, so nothing can stand in it.
    """

    month: Month
    revision: int
    hours: int
    satisfied_hours: int
    points_hours: int
    points: int
    accepted: int | None


@dataclass(frozen=True)
class StationBasis:
    """What one station says of the year: which version, who signed and who checked it."""

    station: str
    title: str
    version: int
    status: str
    signed_by: str
    sealed_at: datetime
    checked_by: str | None
    hours: int
    satisfied_hours: int
    points_hours: int
    months: Sequence[MonthBasis]


@dataclass(frozen=True)
class StarBasis:
    """A dossier opened: the policy's figures, the stations' months, the years before.

    `missing` are the points to the next star; `streak_with` counts this year too, as proposed
    until it is decided.
    """

    dossier: Dossier
    policy: Policy
    missing: int | None
    streak_with: int
    has_visits: bool
    decided: dict[int, int]
    stations: Sequence[StationBasis]


def basis_of(session: Session, year: int, id: UUID) -> StarBasis:
    """All that stands behind one volunteer's star of a year; nothing for who is unknown here."""
    rule = policy.by_year(session, year).value
    years = year_rows.of_year(session, year)
    [dossier] = with_years(session, rule, [id], years)
    titles = station.titles(session, dossier.stations)
    return basis_for(session, rule, dossier, (years, titles))


def basis_for(
    session: Session,
    rule: Policy,
    dossier: Dossier,
    known: tuple[Mapping[str, StationYear], Mapping[str, str]],
) -> StarBasis:
    """As `basis_of`, by whoever has read the dossier, the stations' years and their titles."""
    years, titles = known
    year, decided = rule.year, dict(dossier.stars)
    is_open = dossier.status in (Status.PROPOSED, Status.HELD)
    proposed = decided | ({year: dossier.total.proposed} if is_open else {})
    names = dossier.stations
    signed = year_rows.first_parts(session, [years[name] for name in names])
    accepted = {(row.station, row.month): row for row in tally.totals(session, names, year)}
    return StarBasis(
        dossier=dossier,
        policy=rule,
        missing=missing_points(dossier.total.points, rule),
        streak_with=streak(proposed, year),
        has_visits=has_visits(proposed, year),
        decided=decided,
        stations=[
            _station(row, titles, (years[row.station], signed[row.station]), accepted)
            for row in dossier.parts
        ],
    )


def _station(
    row: VolunteerYear,
    titles: Mapping[str, str],
    year: tuple[StationYear, YearPart],
    accepted: dict[tuple[str, str], TallyTotal],
) -> StationBasis:
    found, part = year
    return StationBasis(
        station=row.station,
        title=titles[row.station],
        version=row.version,
        status=found.status,
        signed_by=part.signed_by,
        sealed_at=part.sealed_at,
        checked_by=found.checked_by,
        hours=row.hours,
        satisfied_hours=row.satisfied_hours,
        points_hours=row.points_hours,
        months=[_month(row.station, said, accepted) for said in row.months],
    )


def _month(
    home: str, said: Mapping[str, Any], accepted: Mapping[tuple[str, str], TallyTotal]
) -> MonthBasis:
    total = accepted.get((home, said["month"]))
    figures = {name: said[name] for name in FIGURES}
    return MonthBasis(
        month=Month.parse(said["month"]),
        accepted=total.revision if total else None,
        **figures,
    )
