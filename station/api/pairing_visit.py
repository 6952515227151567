"""/api/pairing-visits: given to somebody anew, or said to be missed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs
from station.actions.pairing_visit import give_visit, miss_visit
from station.api.pairing import visit_row
from station.api.service_order import shown
from station.database import db
from station.domain.service_order import Offer
from station.models.pairing_view import visit_views
from station.schemas.pairing import GiveVisitSchema, PairingVisitSchema, StopSchema
from station.schemas.service_order import OrderSchema

blueprint = Blueprint("pairing_visit", __name__, url_prefix="/api/pairing-visits")


@blueprint.route("/<uuid:visit_id>/order", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(GiveVisitSchema)
@blueprint.response(201, OrderSchema)
def post_order(offer: Offer, visit_id: UUID) -> dict[str, Any]:
    """Asks a volunteer, who answers as for any order."""
    with transaction(db) as session:
        order = give_visit(session, current_actor(), business_now(), visit_id, offer).id
    return shown(order)


@blueprint.route("/<uuid:visit_id>/omission", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(StopSchema)
@blueprint.response(200, PairingVisitSchema)
def post_omission(given: dict[str, Any], visit_id: UUID) -> dict[str, Any]:
    """Nobody went, and why; it stays owed."""
    with transaction(db) as session:
        now = business_now()
        pairing = miss_visit(session, current_actor(), now, visit_id, given["reason"]).pairing_id
    views = visit_views(db.session(), pairing, local_day(business_now()))
    return visit_row(next(one for one in views if one.visit.id == visit_id))
