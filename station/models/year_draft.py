"""A station's year before it is sealed: what is owed and reported, waits, and was reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.monthly_report import Status as MonthStatus
from shared.domain.monthly_report import owed_months
from shared.domain.star import star
from shared.domain.tally import Figures
from shared.domain.year import Status
from shared.federation.outbox import this_node
from station.domain.contest import Status as ContestStatus
from station.domain.month_check import Check
from station.domain.year import open_months
from station.domain.year_check import YearDraft, year_checks
from station.models.amendment import amended_months
from station.models.contest import Contest
from station.models.federation import TABLES
from station.models.month_report import reports_between
from station.models.policy import policy_of
from station.models.service_record import ServiceRecord
from station.models.star import Star
from station.models.volunteer import Volunteer, VolunteerSpan
from station.models.waiting import added_up, waiting_by_month
from station.models.year_figures import added_up as sum_of
from station.models.year_figures import figures_by_volunteer
from station.models.year_report import years_versions


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


def served_in(session: Session, year: int) -> list[UUID]:
    """All who served here on a day of the year, whoever left since among them."""
    query = select(VolunteerSpan.volunteer_id).where(
        VolunteerSpan.first_day <= date(year, 12, 31),
        or_(VolunteerSpan.last_day.is_(None), VolunteerSpan.last_day >= date(year, 1, 1)),
    )
    return list(session.scalars(query.distinct()))


def checks(session: Session, year: int, now: datetime) -> list[Check]:
    """What the year lacks, point by point; of a running year the months that are over."""
    first, last = Month(year, 1), Month(year, 12)
    versions = years_versions(session, year)
    newest = versions[-1] if versions else None
    unaccepted = open_months(owed(session, year), reported(session, year))
    draft = YearDraft(
        year=year,
        status=Status(newest.status) if newest else Status.OPEN,
        is_over=now >= last.ends,
        open_months=[month for month in unaccepted if now >= month.ends],
        waiting=added_up(waiting_by_month(session, first, last)),
        amendments=amended_months(session, first, last),
        contests=_contests(session, year),
        return_reason=(newest.return_reason if newest else None) or "",
    )
    return year_checks(draft)


def results(session: Session, year: int) -> list[Result]:
    """Everybody who served in the year, by name; a sealed year's own figures where there is one."""
    sealed = _sealed(session, year)
    kept = figures_by_volunteer(session, year) if sealed is None else {}
    figures = {who: sum_of(months) for who, months in kept.items()} if sealed is None else sealed
    wanted = figures.keys() | set(served_in(session, year))
    policy, stars = policy_of(session, year), _stars(session, year)
    query = select(Volunteer.id, Volunteer.name).where(Volunteer.id.in_(wanted))
    return [
        Result(
            volunteer=who,
            name=name,
            figures=figures.get(who, Figures()),
            proposed=star(figures.get(who, Figures()).points, policy),
            decided=stars.get(who),
            is_reported=sealed is not None,
        )
        for who, name in session.execute(query.order_by(Volunteer.name, Volunteer.id))
    ]


def _sealed(session: Session, year: int) -> dict[UUID, Figures] | None:
    """The newest version's sums, unless it was returned."""
    versions = years_versions(session, year)
    if not versions or versions[-1].status == Status.RETURNED:
        return None
    names = ("hours", "satisfied_hours", "points_hours", "points")
    lines = [line for part in versions[-1].parts for line in part["volunteers"]]
    return {UUID(line["volunteer"]): Figures(**{n: line[n] for n in names}) for line in lines}


def _stars(session: Session, year: int) -> dict[UUID, Star]:
    found: Sequence[Star] = session.scalars(select(Star).filter_by(year=year)).all()
    return {one.volunteer_id: one for one in found}


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
