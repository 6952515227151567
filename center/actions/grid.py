"""The center's grid of stations and months, with rates that never pass 100 %."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from center.domain import grid as rule
from center.domain.exemption import Exempted, GroupActivity, mark
from center.models import exemption, policy, report, station
from center.models.station import Station
from center.models.tally import Revision, Tally
from shared.domain import deadline
from shared.domain.month import Month, months_of
from shared.domain.monthly_report import Cell, Status
from shared.domain.service_record import Form


@dataclass(frozen=True)
class GridMonth:
    """A cell with what stands beside it; `last_day`: of being on time; `group`: its activity."""

    month: Month
    state: Cell
    last_day: date
    group: GroupActivity
    tally: Tally | None = None
    sealed_at: datetime | None = None


@dataclass(frozen=True)
class GridRow:
    """A station's year."""

    station: Station
    months: list[GridMonth]
    rate: rule.Rate


def grid(session: Session, now: datetime, year: int, name: str | None = None) -> list[GridRow]:
    """A row for every station, by name; or the one of `name`: NotFoundError `station.unknown`."""
    figures, days = policy.figures_and_days(session, year)
    due = {month: deadline.due(month, figures, days) for month in months_of(year)}
    last = {month: deadline.last_day(month, figures, days) for month in months_of(year)}
    came: dict[str, dict[Month, tuple[Tally, Revision]]] = defaultdict(dict)
    for tally, revision in report.of_year(session, year, name):
        came[tally.station][tally.of_month] = (tally, revision)
    is_past = rule.past_due(year, due, now)
    waived = exemption.in_force(session, year)
    rows = []
    for home in station.everyone(session) if name is None else [station.by_name(session, name)]:
        reports = {
            month: _reported(pair, due[month], _covers(waived, home.name, month))
            for month, pair in came[home.name].items()
        }
        dates = rule.Owing(home.opened_on, home.closed_on)
        cells = rule.row(year, dates, reports, is_past)
        months = []
        for month, state in zip(months_of(year), cells, strict=True):
            pair = came[home.name].get(month)
            group = _group(home.name, month, pair, waived)
            months.append(_month(GridMonth(month, state, last[month], group), pair))
        rows.append(GridRow(home, months, rule.rate(cells)))
    return rows


def _covers(waived: list[Exempted], station: str, month: Month) -> bool:
    return any(one.covers(station, month) for one in waived)


def _group(
    station: str, month: Month, came: tuple[Tally, Revision] | None, waived: list[Exempted]
) -> GroupActivity:
    held = None
    if came is not None:
        held = sum(cell["activities"] for cell in came[1].cells if cell["form"] == Form.GROUP)
    return mark(station, month, held, waived)


def _reported(came: tuple[Tally, Revision], due: datetime, is_exempt: bool) -> rule.Reported:
    """An exemption is a reason for having held nothing."""
    tally, revision = came
    provisional = revision.arrived_at < due
    return rule.Reported(
        status=Status(tally.status),
        on_time=provisional if tally.on_time is None else tally.on_time,
        activities=sum(cell["activities"] for cell in revision.cells),
        reason=revision.summary or ("exempt" if is_exempt else ""),
        amended=tally.accepted != tally.first_accepted,
        taken_over=revision.channel == "paper",
    )


def _month(cell: GridMonth, came: tuple[Tally, Revision] | None) -> GridMonth:
    if came is None:
        return cell
    return replace(cell, tally=came[0], sealed_at=came[1].sealed_at)
