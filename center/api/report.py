"""/api/grid, /api/statistics, /api/volunteer-years: what the accepted months come to."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from center.actions.grid import GridMonth, GridRow, grid
from center.database import db
from center.models import policy, report, volunteer_year
from center.schemas.grid import GridSchema
from center.schemas.tally import (
    StatisticsSchema,
    VolunteerYearQuerySchema,
    VolunteerYearsSchema,
    YearQuerySchema,
)
from shared.clock import business_now
from shared.web.login import needs
from shared.web.page import page_of

blueprint = Blueprint("report", __name__, url_prefix="/api")


@blueprint.route("/grid")
@needs("grid.show")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, GridSchema)
def show_grid(asked: dict[str, Any]) -> dict[str, Any]:
    """Stations × months: on time, late, missing, empty, amended, returned, not owed, waiting."""
    rows = _rows(asked)
    known = policy.working_days(db.session()).has_data(asked["year"])
    items = [_row(row) for row in rows]
    return {"items": items, "total": len(items), "working_days_known": known}


@blueprint.route("/statistics")
@needs("statistics.show")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, StatisticsSchema)
def show_statistics(asked: dict[str, Any]) -> dict[str, Any]:
    """The service statistics table of a year; says from how many of how many it comes."""
    accepted = report.accepted(db.session(), asked["year"], asked["station"])
    items, rows = report.sums(accepted), _rows(asked)
    return {
        "items": items,
        "total": len(items),
        "reports": len(accepted),
        "owed": sum(row.rate.owed for row in rows),
        "stations": len({month.station for month, _revision in accepted}),
        "of_stations": len(rows),
    }


@blueprint.route("/volunteer-years")
@needs("volunteer_year.list")
@blueprint.arguments(VolunteerYearQuerySchema, location="query")
@blueprint.response(200, VolunteerYearsSchema)
def list_volunteer_years(asked: dict[str, Any]) -> dict[str, Any]:
    """The running totals per volunteer and station; zeros for who serves without a record."""
    session, year = db.session(), asked["year"]
    rows, total = page_of(session, report.volunteer_years(year, asked["station"]), asked)
    agrees = None
    if asked["recount"]:
        agrees = volunteer_year.agrees(session, year)
    items = [dict(row._mapping) for row in rows]
    return {"items": items, "total": total, "recount_agrees": agrees}


def _rows(asked: dict[str, Any]) -> list[GridRow]:
    rows = grid(db.session(), business_now(), asked["year"])
    return [row for row in rows if asked["station"] in (None, row.station.name)]


def _row(row: GridRow) -> dict[str, Any]:
    return {
        "station": row.station.name,
        "title": row.station.title,
        "states": [month.state for month in row.months],
        "months": [_month(month) for month in row.months],
        "on_time": row.rate.on_time,
        "owed": row.rate.owed,
    }


def _month(month: GridMonth) -> dict[str, Any]:
    facts = {"month": str(month.month), "state": month.state, "last_day": month.last_day}
    facts |= {"group_activity": month.group}
    tally = month.tally
    if tally is None:
        return {**facts, "times_returned": 0}
    names = ("status", "revision", "arrived_at", "times_returned")
    came = {name: getattr(tally, name) for name in names}
    return {**facts, **came, "tally": tally.id, "sealed_at": month.sealed_at}
