"""/api/exemptions: months in which a station need not hold a group activity."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from center.actions.exemption import Grant, grant_exemption, withdraw_exemption
from center.database import db
from center.models import exemption
from center.models.exemption import Exemption
from center.schemas.exemption import ExemptionSchema, ExemptionsSchema, GrantSchema
from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs

blueprint = Blueprint("exemption", __name__, url_prefix="/api")


@blueprint.route("/exemptions")
@needs("exemption.list")
@blueprint.response(200, ExemptionsSchema)
def list_exemptions() -> dict[str, Any]:
    """All that were ever granted, the latest months first."""
    items = exemption.newest_first(db.session())
    return {"items": items, "total": len(items)}


@blueprint.route("/exemptions", methods=["POST"])
@needs("exemption.grant")
@blueprint.arguments(GrantSchema)
@blueprint.response(201, ExemptionSchema)
def post_exemption(asked: dict[str, Any]) -> Exemption:
    """Waives the group activity of some months."""
    with transaction(db) as session:
        return grant_exemption(session, current_actor(), business_now(), Grant(**asked))


@blueprint.route("/exemptions/<uuid:id>/withdrawal", methods=["POST"])
@needs("exemption.grant")
@blueprint.response(200, ExemptionSchema)
def post_withdrawal(id: UUID) -> Exemption:
    """Takes it back; it stays on record."""
    with transaction(db) as session:
        return withdraw_exemption(session, current_actor(), business_now(), id)
