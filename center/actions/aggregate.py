"""Aggregate tables over accepted months: what they come to, and from how many of how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from center.domain.aggregate import Aggregate, Wanted, add_up
from center.models import aggregate as rows
from center.models import policy, station
from shared.domain import deadline
from shared.domain.month import Month, months_between
from shared.domain.monthly_report import owed_months
from shared.domain.policy import default_policy


def aggregate(session: Session, now: datetime, wanted: Wanted) -> Aggregate:
    """The table that was wanted; owed is what was due by now, and whatever came besides."""
    accepted = rows.accepted_cells(session, wanted)
    return add_up(wanted, accepted, _owed(session, now, wanted), rows.people(session, wanted))


def _owed(session: Session, now: datetime, wanted: Wanted) -> Iterator[tuple[str, Month]]:
    due = _due(session, now, wanted)
    for home in station.everyone(session):
        if home.opened_on is None or wanted.station not in (None, home.name):
            continue
        for month in owed_months(home.opened_on, home.closed_on, wanted.last):
            if month in due:
                yield home.name, month


def _due(session: Session, now: datetime, wanted: Wanted) -> frozenset[Month]:
    """The months in question whose last day of being on time has passed."""
    known, days = policy.all_years(session)
    months = months_between(wanted.first, wanted.last)
    return frozenset(
        month
        for month in months
        if now >= deadline.due(month, known.get(month.year) or default_policy(month.year), days)
    )
