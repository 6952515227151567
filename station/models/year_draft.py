"""A station's year before it is sealed: what is owed and reported, waits, and was reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.monthly_report import Status as MonthStatus
from shared.domain.monthly_report import owed_months
from shared.domain.policy import Policy
from shared.domain.star import star
from shared.domain.tally import Figures
from shared.domain.year import Status
from shared.federation.outbox import this_node
from station.domain import year_check as rule
from station.domain.contest import Status as ContestStatus
from station.domain.month_check import Check
from station.domain.year import open_months
from station.domain.year_check import year_checks
from station.models.amendment import amended_months, signed_months
from station.models.contest import Contest
from station.models.federation import TABLES
from station.models.month_report import reports_between
from station.models.policy import policy_of
from station.models.service_record import ServiceRecord
from station.models.star import Star
from station.models.volunteer import Volunteer, VolunteerSpan
from station.models.waiting import added_up, ledger_months
from station.models.year_figures import added_up as sum_of
from station.models.year_figures import figures_by_volunteer
from station.models.year_report import YearReport, years_versions


@dataclass(frozen=True)
class Result:
    """A volunteer's year: the figures, the star that they reach, and the association's word.

    `is_reported` where the figures are those of the sealed year, else they are the ledger's.
    """

    volunteer: UUID
    name: str
    figures: Figures
    proposed: int
    decided: Star | None
    is_reported: bool


def owed(session: Session, year: int) -> set[Month]:
    """The year's months since the station opened, December in any case."""
    december = Month(year, 12)
    opened = this_node(session, TABLES).opened_on or december.first_day
    return {month for month in owed_months(opened, None, december) if month.year == year} | {
        december
    }


def reported(session: Session, year: int) -> dict[Month, MonthStatus]:
    """The months that were signed at least once."""
    rows = reports_between(session, Month(year, 1), Month(year, 12))
    return {month: MonthStatus(row.status) for month, row in rows.items() if row.revision}


def served_in(year: int) -> Select[UUID]:
    """All who served here on a day of the year, whoever left since among them."""
    return (
        select(VolunteerSpan.volunteer_id)
        .where(
            VolunteerSpan.first_day <= date(year, 12, 31),
            or_(VolunteerSpan.last_day.is_(None), VolunteerSpan.last_day >= date(year, 1, 1)),
        )
        .distinct()
    )


class YearDraft:
    """A year as it stands now; what is read for one of its parts serves the others."""

    def __init__(self, session: Session, year: int, now: datetime) -> None:
        self.session, self.year, self.now = session, year, now
        self.first, self.last = Month(year, 1), Month(year, 12)

    @cached_property
    def versions(self) -> list[YearReport]:
        """Every sealed version, the first one first."""
        return years_versions(self.session, self.year)

    @cached_property
    def policy(self) -> Policy:
        """The year's figures."""
        return policy_of(self.session, self.year)

    @cached_property
    def checks(self) -> list[Check]:
        """What the year lacks, point by point; of a running year the months that are over."""
        newest = self.versions[-1] if self.versions else None
        signed = signed_months(self.session, self.first, self.last)
        ledger = ledger_months(self.session, self.first, self.last)
        statuses = {
            month: MonthStatus(one.report.status)
            for month, one in signed.items()
            if one.report.revision
        }
        unaccepted = open_months(owed(self.session, self.year), statuses)
        return year_checks(
            rule.YearDraft(
                year=self.year,
                status=Status(newest.status) if newest else Status.OPEN,
                is_over=self.now >= self.last.ends,
                open_months=[month for month in unaccepted if self.now >= month.ends],
                waiting=added_up(counts.waiting for counts in ledger.values()),
                amendments=amended_months(self.session, signed, ledger),
                contests=_contests(self.session, self.year),
                return_reason=(newest.return_reason if newest else None) or "",
            )
        )

    @cached_property
    def results(self) -> list[Result]:
        """Everybody who served in the year, by name; a sealed year's own figures, if there are."""
        sealed = self._sealed()
        figures = self._kept() if sealed is None else sealed
        wanted = or_(Volunteer.id.in_(served_in(self.year)), Volunteer.id.in_(figures))
        query = (
            select(Volunteer.id, Volunteer.name, Star)
            .outerjoin(Star, and_(Star.volunteer_id == Volunteer.id, Star.year == self.year))
            .where(wanted)
            .order_by(Volunteer.name, Volunteer.id)
        )
        return [
            Result(
                volunteer=who,
                name=name,
                figures=figures.get(who, Figures()),
                proposed=star(figures.get(who, Figures()).points, self.policy),
                decided=decided,
                is_reported=sealed is not None,
            )
            for who, name, decided in self.session.execute(query)
        ]

    def _kept(self) -> dict[UUID, Figures]:
        found = figures_by_volunteer(self.session, self.year, policy=self.policy)
        return {who: sum_of(months) for who, months in found.items()}

    def _sealed(self) -> dict[UUID, Figures] | None:
        """The newest version's sums, unless it was returned."""
        if not self.versions or self.versions[-1].status == Status.RETURNED:
            return None
        names = ("hours", "satisfied_hours", "points_hours", "points")
        lines = [line for part in self.versions[-1].parts for line in part["volunteers"]]
        return {UUID(line["volunteer"]): Figures(**{n: line[n] for n in names}) for line in lines}


def _contests(session: Session, year: int) -> int:
    """Open ones on a record or a total of the year."""
    query = (
        select(func.count())
        .select_from(Contest)
        .outerjoin(ServiceRecord, ServiceRecord.id == Contest.record_id)
        .where(
            Contest.status == ContestStatus.OPEN,
            or_(
                Contest.period.startswith(str(year)),
                ServiceRecord.month.between(f"{year}-01", f"{year}-12"),
            ),
        )
    )
    return session.scalars(query).one()
