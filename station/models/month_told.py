"""What months' reports say of requests and visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.request_figures import UNKNOWN, Told
from shared.federation.outbox import this_node
from station.models.federation import TABLES
from station.models.request_figures import request_figures


def opened_on(session: Session) -> date | None:
    """The station's first day, of months before which nothing is said."""
    return this_node(session, TABLES).opened_on


def month_told(session: Session, month: Month, opened: date | None, now: datetime) -> Told:
    """As of the month's last moment, or as of now."""
    return months_told(session, [month], opened, now)[month]


def months_told(
    session: Session, months: Sequence[Month], opened: date | None, now: datetime
) -> dict[Month, Told]:
    """Months that follow one another; nothing is said of those before the station opened."""
    asked = request_figures(session, months, now)
    return {
        month: UNKNOWN if opened and month.last_day < opened else Told(asked[month])
        for month in months
    }
