"""What months' reports say of requests and visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.request_figures import UNKNOWN, Told, VisitFigures
from shared.federation.outbox import this_node
from station.models.federation import TABLES
from station.models.request_figures import request_figures
from station.models.visit_figures import visits_of_months


def opened_on(session: Session) -> date | None:
    """The station's first day, of months before which nothing is said."""
    return this_node(session, TABLES).opened_on


def month_told(
    session: Session,
    month: Month,
    opened: date | None,
    now: datetime,
    visits: VisitFigures | None = None,
) -> Told:
    """As of the month's last moment, or as of now; visits are counted where they aren't at hand."""
    known = None if visits is None else {month: visits}
    return months_told(session, [month], opened, now, known)[month]


def months_told(
    session: Session,
    months: Sequence[Month],
    opened: date | None,
    now: datetime,
    visits: dict[Month, VisitFigures] | None = None,
) -> dict[Month, Told]:
    """Months that follow one another; nothing is said of those before the station opened."""
    asked = request_figures(session, months, now)
    visited = visits or visits_of_months(session, months)
    return {
        month: UNKNOWN if opened and month.last_day < opened else Told(asked[month], visited[month])
        for month in months
    }
