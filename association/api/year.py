"""/api/stations/years and /api/years/<y>/…: how far the years are, proposals, totals, returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from association.actions.proposal import Dossier, dossiers, proposed, reported
from association.actions.year import Return, return_year
from association.database import db
from association.domain.year import Status
from association.models import policy, station, year
from association.models.station import Station
from association.models.year import StationYear
from association.schemas.year import (
    ProposalsSchema,
    ReturnSchema,
    StationYearSchema,
    StationYearsSchema,
    YearPageSchema,
    YearQuerySchema,
)
from shared.clock import business_now
from shared.database import transaction
from shared.domain.policy import Policy
from shared.web.login import current_actor, needs
from shared.web.page import offset_of

blueprint = Blueprint("year", __name__, url_prefix="/api")


@blueprint.route("/stations/years")
@needs("year.read")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, StationYearsSchema)
def list_station_years(asked: dict[str, Any]) -> dict[str, Any]:
    """Every station expected in the year: missing, waiting, differing, in or returned."""
    session, year_ = db.session(), asked["year"]
    years = year.of_year(session, year_)
    expected = {found.name: found for found in station.at_work_in(session, year_)}
    expected |= {name: station.by_name(session, name) for name in years}
    items = [_shown(found, years.get(name)) for name, found in sorted(expected.items())]
    arrived = sum(row["status"] == Status.IN for row in items)
    return {"items": items, "total": len(items), "arrived": arrived}


@blueprint.route("/years/<int:year_>/proposals")
@needs("proposal.read")
@blueprint.arguments(YearPageSchema, location="query")
@blueprint.response(200, ProposalsSchema)
def list_proposals(asked: dict[str, Any], year_: int) -> dict[str, Any]:
    """Volunteers whose year proposes a star, with the basis; decided ones with their status."""
    return _page(asked, year_, proposed)


@blueprint.route("/years/<int:year_>/totals")
@needs("proposal.read")
@blueprint.arguments(YearPageSchema, location="query")
@blueprint.response(200, ProposalsSchema)
def list_totals(asked: dict[str, Any], year_: int) -> dict[str, Any]:
    """Every volunteer's year over all stations, those without a star too."""
    return _page(asked, year_, reported)


@blueprint.route("/years/<int:year_>/stations/<station_name>/return", methods=["POST"])
@needs("year.return")
@blueprint.arguments(ReturnSchema)
@blueprint.response(200, StationYearSchema)
def post_return(asked: dict[str, Any], year_: int, station_name: str) -> dict[str, Any]:
    """Sends a station's year back through its center, with the differences found."""
    back = Return(station_name, year_, asked["reason"])
    with transaction(db) as session:
        found = return_year(session, current_actor(), business_now(), back)
        return _shown(station.by_name(session, station_name), found)


def _shown(of: Station, found: StationYear | None) -> dict[str, Any]:
    facts = {"station": of.name, "title": of.title, "center": of.center}
    if found is None:
        return {**facts, "status": Status.MISSING, "version": 0, "parts": 0, "parts_in": 0}
    names = (
        "status",
        "version",
        "parts",
        "checked_version",
        "agrees",
        "checked_by",
        "differences",
        "check_differences",
        "returned_reason",
        "closed_on",
    )
    figures = {name: getattr(found, name) for name in names}
    return {**facts, **figures, "parts_in": year.parts_in(db.session(), found)}


def _page(
    asked: dict[str, Any], year_: int, whom: Callable[[Session, Policy], list[UUID]]
) -> dict[str, Any]:
    session, first = db.session(), offset_of(asked)
    rule = policy.by_year(session, year_).value
    ids = whom(session, rule)
    page = dossiers(session, rule, ids[first : first + asked["page_size"]])
    return {"items": [shown_proposal(found) for found in page], "total": len(ids)}


def shown_proposal(found: Dossier) -> dict[str, Any]:
    """A dossier as the API shows it."""
    person = found.person
    return {
        "id": found.id,
        "name": person.name if person else "",
        "approval_date": person.approval_date if person else None,
        "station": found.station,
        "total": asdict(found.total),
        "parts": found.parts,
        "missing_stations": found.missing_stations,
        "publication": found.publication,
        "status": found.status,
    }
