"""/api/years/<y>: stations' sealed years against their accepted months, sent up or back."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from center.actions.year import differences, forward_year, return_year
from center.database import db
from center.models import report, station, station_year
from center.models.station_year import StationYear
from center.schemas.year import ReturnSchema, StationYearSchema, StationYearsSchema
from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs

blueprint = Blueprint("year", __name__, url_prefix="/api")
FACTS = (
    "status",
    "version",
    "parts",
    "signed_by",
    "sealed_at",
    "arrived_at",
    "reason",
    "decided_on",
    "decided_by",
)


@blueprint.route("/years/<int:year>")
@needs("year.show")
@blueprint.response(200, StationYearsSchema)
def show_year(year: int) -> dict[str, Any]:
    """Each station's year with every figure that differs, and December's coverage."""
    session = db.session()
    covered = report.coverage(session, year)
    items = []
    for home in station.everyone(session):
        row = _shown(session, home.name, year)
        volunteers, members = covered.get(home.name, (0, 0))
        cover = {"volunteers": volunteers, "members": members} if home.name in covered else None
        items.append({**row, "title": home.title, "coverage": cover})
    return {"items": items, "total": len(items)}


@blueprint.route("/years/<int:year>/stations/<name>/forward", methods=["POST"])
@needs("year.decide")
@blueprint.response(200, StationYearSchema)
def post_forward(year: int, name: str) -> dict[str, Any]:
    """Sends a year that agrees with its months to the association, as the station signed it."""
    with transaction(db) as session:
        forward_year(session, current_actor(), business_now(), name, year)
        return _shown(session, name, year)


@blueprint.route("/years/<int:year>/stations/<name>/return", methods=["POST"])
@needs("year.decide")
@blueprint.arguments(ReturnSchema)
@blueprint.response(200, StationYearSchema)
def post_return(asked: dict[str, Any], year: int, name: str) -> dict[str, Any]:
    """Sends a year back to its station, with the reason and every difference."""
    with transaction(db) as session:
        key = (name, year)
        return_year(session, current_actor(), business_now(), key, asked["reason"])
        return _shown(session, name, year)


def _shown(session: Session, name: str, year: int) -> dict[str, Any]:
    sealed = session.get(StationYear, (name, year))
    if sealed is None:
        nothing = {"status": None, "version": 0, "parts": 0, "parts_here": 0}
        return {**nothing, "station": name, "differences": []}
    return {
        **{fact: getattr(sealed, fact) for fact in FACTS},
        "station": name,
        "parts_here": len(station_year.parts_of(session, sealed)),
        "differences": differences(session, sealed),
    }
