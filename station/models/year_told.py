"""A year's requests and visits by months: as they were signed, else as they stand now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from shared.domain.month import Month, months_of
from shared.domain.request_figures import Told
from station.models.month_report import MonthReport
from station.models.month_told import months_told, opened_on
from station.models.tally_version import TallyVersion


@dataclass(frozen=True)
class ToldMonth:
    """What is said of a month; `is_signed`: its newest signed version says so."""

    month: Month
    told: Told
    is_signed: bool


def year_told(session: Session, year: int, now: datetime) -> list[ToldMonth]:
    """The year's months that have begun."""
    months = [month for month in months_of(year) if month.begins <= now]
    if not months:
        return []
    signed, current = _signed(session, year), months_told(session, months, opened_on(session), now)
    return [ToldMonth(one, signed.get(one, current[one]), one in signed) for one in months]


def _signed(session: Session, year: int) -> dict[Month, Told]:
    newest = and_(
        TallyVersion.report_id == MonthReport.id, TallyVersion.revision == MonthReport.revision
    )
    told = (TallyVersion.data["requests"], TallyVersion.data["visits"])
    query = (
        select(MonthReport.month, *told)
        .join(TallyVersion, newest)
        .where(MonthReport.month.between(f"{year}-01", f"{year}-12"))
    )
    return {
        Month.parse(month): Told.from_dict({"requests": requests, "visits": visits})
        for month, requests, visits in session.execute(query)
    }
