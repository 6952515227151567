"""What a year comes to for each volunteer, over all stations, and which star it proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from association.domain.proposal import Hours, Total, add_up, least_hours, station_on, stations_in
from association.domain.star_decision import Case, Publication
from association.domain.year import Status as YearStatus
from association.models import notice, star, volunteer, year
from association.models.star import StarDecision
from association.models.volunteer import Stay, Volunteer
from association.models.year import StationYear, VolunteerYear
from shared.domain.policy import Policy
from shared.domain.star_decision import Status

CHUNK = 1000


@dataclass(frozen=True)
class Dossier:
    """All that a decision on one volunteer's year rests on."""

    id: UUID
    person: Volunteer | None
    station: str | None
    total: Total
    parts: Sequence[VolunteerYear]
    missing_stations: tuple[str, ...]
    publication: Publication | None
    decisions: Sequence[StarDecision]
    stars: Mapping[int, int]

    @property
    def status(self) -> Status:
        """That of the decision in force, or proposed."""
        return Status(self.decisions[-1].decision) if self.decisions else Status.PROPOSED

    @property
    def stations(self) -> list[str]:
        """Where the volunteer's figures of the year come from."""
        return [row.station for row in self.parts]

    def case(self, rule: Policy) -> Case:
        """As the rule of decisions reads it."""
        return Case(
            proposed=self.total.proposed,
            status=self.status,
            star=self.decisions[-1].star if self.decisions else 0,
            missing_stations=self.missing_stations,
            needs_notice=rule.notice_working_days > 0,
            publication=self.publication,
        )


def proposed(session: Session, rule: Policy) -> list[UUID]:
    """Everybody whom the year proposes for a star, whether their stations' years are in or not."""
    return year.reaching(session, rule.year, least_hours(rule))


def reported(session: Session, rule: Policy) -> list[UUID]:
    """Everybody who stands in a station's year, those without a star too."""
    return year.reaching(session, rule.year, 0)


def dossiers(session: Session, rule: Policy, ids: Sequence[UUID]) -> list[Dossier]:
    """The dossiers of these volunteers on the policy's year, in the order of the ids."""
    return with_years(session, rule, ids, year.of_year(session, rule.year))


def with_years(
    session: Session, rule: Policy, ids: Sequence[UUID], years: Mapping[str, StationYear]
) -> list[Dossier]:
    """As `dossiers`, by whoever has read the stations' years already."""
    arrived = {found.station for found in years.values() if found.status == YearStatus.IN}
    found = []
    for start in range(0, len(ids), CHUNK):
        found += _chunk(session, rule, ids[start : start + CHUNK], arrived)
    return found


def _chunk(session: Session, rule: Policy, ids: Sequence[UUID], arrived: set[str]) -> list[Dossier]:
    people = volunteer.among(session, ids)
    stays = volunteer.stays(session, ids)
    figures = year.figures(session, rule.year, ids)
    published = notice.last_lines(session, rule.year, ids)
    decisions = star.of_volunteers(session, ids)
    found = []
    for id in ids:
        parts, stood = figures.get(id, []), _stood(stays.get(id, []))
        needed = {row.station for row in parts} | set(stations_in(stood, rule.year))
        line, decided = published.get(id), decisions.get(id, [])
        stars = star.stars(decided)
        found.append(
            Dossier(
                id=id,
                person=people.get(id),
                station=station_on(stood, date(rule.year, 12, 31)) if stood else None,
                total=add_up(map(_hours, parts), rule, stars),
                parts=parts,
                missing_stations=tuple(sorted(needed - arrived)),
                publication=Publication(line[0].star, line[1].last_day) if line else None,
                decisions=[one for one in decided if one.year == rule.year],
                stars=stars,
            )
        )
    return found


def _stood(stays: Sequence[Stay]) -> list[tuple[date, str]]:
    return [(stay.since, stay.station) for stay in stays]


def _hours(row: VolunteerYear) -> Hours:
    return Hours(row.hours, row.satisfied_hours, row.points_hours)
