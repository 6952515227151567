"""The center's grid of stations and months, with rates that never pass 100 %."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from center.domain import grid as rule
from center.models import policy, report, station
from center.models.station import Station
from center.models.tally import Revision, Tally
from shared.domain import deadline
from shared.domain.month import Month, months_of
from shared.domain.monthly_report import Cell, Status


@dataclass(frozen=True)
class GridMonth:
    """A cell with what stands beside it; the last day on which the report is on time."""

    month: Month
    state: Cell
    last_day: date
    tally: Tally | None
    sealed_at: datetime | None


@dataclass(frozen=True)
class GridRow:
    """A station's year."""

    station: Station
    months: list[GridMonth]
    rate: rule.Rate


def grid(session: Session, now: datetime, year: int) -> list[GridRow]:
    """A row for every station, by name."""
    figures, days = policy.policy_of(session, year), policy.working_days(session)
    due = {month: deadline.due(month, figures, days) for month in months_of(year)}
    last = {month: deadline.last_day(month, figures, days) for month in months_of(year)}
    came: dict[str, dict[Month, tuple[Tally, Revision]]] = defaultdict(dict)
    for tally, revision in report.of_year(session, year):
        came[tally.station][tally.of_month] = (tally, revision)
    is_past = rule.past_due(year, due, now)
    rows = []
    for home in station.everyone(session):
        reports = {month: _reported(*pair, due[month]) for month, pair in came[home.name].items()}
        dates = rule.Owing(home.opened_on, home.closed_on)
        cells = rule.row(year, dates, reports, is_past)
        months = [
            _month(month, state, last[month], came[home.name].get(month))
            for month, state in zip(months_of(year), cells, strict=True)
        ]
        rows.append(GridRow(home, months, rule.rate(cells)))
    return rows


def _reported(tally: Tally, revision: Revision, due: datetime) -> rule.Reported:
    provisional = revision.arrived_at < due
    return rule.Reported(
        status=Status(tally.status),
        on_time=provisional if tally.on_time is None else tally.on_time,
        activities=sum(cell["activities"] for cell in revision.cells),
        reason=revision.summary,
        amended=tally.accepted != tally.first_accepted,
        taken_over=revision.channel == "paper",
    )


def _month(month: Month, state: Cell, last: date, came: tuple[Tally, Revision] | None) -> GridMonth:
    tally, revision = came or (None, None)
    return GridMonth(month, state, last, tally, revision.sealed_at if revision else None)
