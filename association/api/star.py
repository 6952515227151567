"""/api/stars: decisions singly and in bulk, and what stands."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from association.actions.star import Order, decide_stars
from association.actions.star_basis import basis_of
from association.api.row import results
from association.api.year import shown_proposal
from association.database import db
from association.domain.star_decision import Wish
from association.models import star, volunteer
from association.models.star import StarDecision
from association.schemas.bulk import ResultsSchema
from association.schemas.star import BasisSchema, DecideSchema, StarsSchema
from association.schemas.year import YearQuerySchema
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.star import in_force_until
from shared.domain.star_decision import STANDING
from shared.web.login import current_actor, needs

blueprint = Blueprint("star", __name__, url_prefix="/api")


@blueprint.route("/stars/decisions", methods=["POST"])
@needs("star.decide")
@blueprint.arguments(DecideSchema)
@blueprint.response(200, ResultsSchema)
def post_decisions(asked: dict[str, Any]) -> dict[str, Any]:
    """Decides on these volunteers' year; a row that can't be decided says why."""
    wish = Wish(asked["decision"], asked["reason"], asked["star"])
    order = Order(asked["year"], asked["ids"], asked["count"], wish, asked["versions"])
    with transaction(db) as session:
        return results(decide_stars(session, current_actor(), business_now(), order))


@blueprint.route("/years/<int:year>/volunteers/<uuid:id>/basis")
@needs("proposal.read")
@blueprint.response(200, BasisSchema)
def show_basis(year: int, id: UUID) -> dict[str, Any]:
    """What a star rests on, down to the months of each station; years before, decisions."""
    found = basis_of(db.session(), year, id)
    names = ("missing", "streak_with", "has_visits", "decided", "stations")
    return {
        **{name: getattr(found, name) for name in names},
        "proposal": shown_proposal(found.dossier),
        "policy": found.policy.to_dict(),
        "decisions": found.dossier.decisions,
    }


@blueprint.route("/stars")
@needs("star.read")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, StarsSchema)
def list_stars(asked: dict[str, Any]) -> dict[str, Any]:
    """Everybody on whose year something was decided; `star` is what stands today."""
    session, year = db.session(), asked["year"]
    decisions = star.of_year(session, year)
    later = star.first_approval(session, year + 1)
    people = volunteer.among(session, decisions)
    items = [{"name": people[id].name, **_shown(rows, later)} for id, rows in decisions.items()]
    return {"items": items, "total": len(items)}


def _shown(rows: list[StarDecision], later: date | None) -> dict[str, Any]:
    last = rows[-1]
    stands = last.decision in STANDING
    until = in_force_until(last.year, later) if stands else None
    return {
        "volunteer": last.volunteer,
        "station": last.station,
        "points": last.points,
        "star": last.star if stands else 0,
        "in_force": until is not None and local_day(business_now()) < until,
        "in_force_until": until,
        "decisions": rows,
    }
