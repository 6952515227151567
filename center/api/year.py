"""/api/years/<y>: stations' sealed years against their accepted months, sent up or back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from center.actions.year import forward_year, return_year
from center.actions.year_check import Standing, standings
from center.actions.year_desk import PersonDifferences, by_person, forward_years
from center.database import db
from center.models import report, station
from center.schemas.year import (
    ForwardedYearsSchema,
    ForwardYearsSchema,
    ReturnSchema,
    StationYearSchema,
    StationYearsSchema,
)
from center.sentences import SENTENCES
from shared.clock import business_now
from shared.database import transaction
from shared.errors import RefusalError
from shared.web.login import current_actor, needs
from shared.web.sentences import sentence_of

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
    rows = standings(session, year, station.everyone(session))
    people = by_person(session, rows)
    items = [_shown(row, people[row.station.name], covered) for row in rows]
    return {"items": items, "total": len(items)}


@blueprint.route("/years/<int:year>/forward", methods=["POST"])
@needs("year.decide")
@blueprint.arguments(ForwardYearsSchema)
@blueprint.response(200, ForwardedYearsSchema)
def post_forward_all(asked: dict[str, Any], year: int) -> dict[str, Any]:
    """Sends these stations' years up, or all that agree, if the count agrees; a result each."""
    chosen = (asked.get("stations"), asked["count"])
    with transaction(db) as session:
        rows = forward_years(session, current_actor(), business_now(), year, chosen)
    items = [{"station": row.station, **_refused(row.refusal)} for row in rows]
    done = sum(row.refusal is None for row in rows)
    return {"items": items, "total": len(items), "done": done}


@blueprint.route("/years/<int:year>/stations/<name>/forward", methods=["POST"])
@needs("year.decide")
@blueprint.response(200, StationYearSchema)
def post_forward(year: int, name: str) -> dict[str, Any]:
    """Sends a year that agrees with its months to the association, as the station signed it."""
    with transaction(db) as session:
        forward_year(session, current_actor(), business_now(), name, year)
        return _one(session, name, year)


@blueprint.route("/years/<int:year>/stations/<name>/return", methods=["POST"])
@needs("year.decide")
@blueprint.arguments(ReturnSchema)
@blueprint.response(200, StationYearSchema)
def post_return(asked: dict[str, Any], year: int, name: str) -> dict[str, Any]:
    """Sends a year back to its station, with the reason and every difference."""
    with transaction(db) as session:
        key = (name, year)
        return_year(session, current_actor(), business_now(), key, asked["reason"])
        return _one(session, name, year)


def _one(session: Session, name: str, year: int) -> dict[str, Any]:
    [row] = standings(session, year, [station.by_name(session, name)])
    return _shown(row, by_person(session, [row])[name], report.coverage(session, year))


def _shown(
    row: Standing,
    people: Sequence[PersonDifferences],
    covered: Mapping[str, tuple[int, int]],
) -> dict[str, Any]:
    home = row.station
    volunteers, members = covered.get(home.name, (0, 0))
    shown = {
        "station": home.name,
        "title": home.title,
        "parts_here": row.parts_here,
        "differences": row.differences,
        "people": people,
        "hindrance": _refused(row.hindrance)["sentence"],
        "coverage": {"volunteers": volunteers, "members": members}
        if home.name in covered
        else None,
    }
    if row.sealed is None:
        return {**shown, "status": None, "version": 0, "parts": 0}
    return {**shown, **{fact: getattr(row.sealed, fact) for fact in FACTS}}


def _refused(refusal: RefusalError | None) -> dict[str, Any]:
    if refusal is None:
        return {"outcome": "done", "code": "", "sentence": ""}
    sentence = sentence_of(SENTENCES, refusal.code, refusal.values)
    return {"outcome": "refused", "code": refusal.code, "sentence": sentence}
