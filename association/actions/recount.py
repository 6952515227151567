"""The recount of a station's year from its months, against its sums and the accepted months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from association.domain.year import Difference, Figures, Stated, cross_check, recount
from association.models import policy, tally, year
from association.models.year import StationYear, VolunteerYear
from shared.domain.month import Month

KEPT = 1000


def differences_of(session: Session, found: StationYear) -> list[dict[str, Any]]:
    """Each figure that doesn't come to what the year states; never trusts a sum."""
    rows = [_stated(row) for row in year.volunteers_of(session, found)]
    rule = policy.by_year(session, found.year).value
    differences = [difference for row in rows for difference in recount(row, rule)]
    by_month: dict[Month, Figures] = {}
    for row in rows:
        for month, figures in row.months:
            by_month[month] = by_month.get(month, Figures()) + figures
    accepted = {
        Month.parse(total.month): Figures(
            total.hours, total.satisfied_hours, total.points_hours, total.points
        )
        for total in tally.of_year(session, found.station, found.year)
    }
    differences += cross_check(found.year, by_month, accepted)
    if found.checked_version == found.version and found.checked_parts != found.parts:
        differences.append(Difference(None, None, "parts", found.parts, found.checked_parts))
    return [plain(vars(difference)) for difference in differences[:KEPT]]


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """As a JSON column holds it: months and UUIDs as text."""
    return {
        name: str(value) if isinstance(value, Month | UUID | datetime) else value
        for name, value in row.items()
    }


def _stated(row: VolunteerYear) -> Stated:
    months = [
        (
            Month.parse(said["month"]),
            Figures(said["hours"], said["satisfied_hours"], said["points_hours"], said["points"]),
        )
        for said in row.months
    ]
    return Stated(row.volunteer, months, Figures(**row.stated))
