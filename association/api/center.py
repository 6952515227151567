"""/api/enrolments and /api/centers: who is invited, who asks, who is in."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select

from association.actions.center import (
    Approval,
    Invitation,
    approve_center,
    invite_center,
    revoke_center,
)
from association.database import db
from association.models import station
from association.models.center import Center
from association.models.federation import TABLES
from association.schemas.center import CenterSchema, CentersSchema, InviteCenterSchema
from shared.clock import business_now
from shared.database import transaction
from shared.federation.enrolment import enrolments
from shared.federation.schema import ApproveSchema, EnrolmentsSchema, EnrolmentStringSchema
from shared.web.login import current_actor, needs

blueprint = Blueprint("center", __name__, url_prefix="/api")


@blueprint.route("/enrolments", methods=["POST"])
@needs("enrolment.manage")
@blueprint.arguments(InviteCenterSchema)
@blueprint.response(201, EnrolmentStringSchema)
def post_enrolment(asked: dict[str, Any]) -> dict[str, Any]:
    """A one-time string for a center, valid 72 hours."""
    with transaction(db) as session:
        string = invite_center(session, current_actor(), business_now(), Invitation(**asked))
    return {"node": asked["node"], "string": string}


@blueprint.route("/enrolments")
@needs("enrolment.manage")
@blueprint.response(200, EnrolmentsSchema)
def list_enrolments() -> dict[str, Any]:
    """Centers that came with their string: pending, active or revoked."""
    items = enrolments(db.session(), TABLES)
    return {"items": items, "total": len(items)}


@blueprint.route("/enrolments/<node>/approval", methods=["POST"])
@needs("enrolment.manage")
@blueprint.arguments(ApproveSchema)
@blueprint.response(200, CenterSchema)
def post_approval(asked: dict[str, Any], node: str) -> dict[str, Any]:
    """Lets a center in, by the fingerprint that its own screen shows."""
    approval = Approval(node, asked["fingerprint"])
    with transaction(db) as session:
        return _shown(approve_center(session, current_actor(), business_now(), approval))


@blueprint.route("/enrolments/<node>/revocation", methods=["POST"])
@needs("enrolment.manage")
@blueprint.response(204)
def post_revocation(node: str) -> None:
    """Shuts a center out from its next call on."""
    with transaction(db) as session:
        revoke_center(session, current_actor(), business_now(), node)


@blueprint.route("/centers")
@needs("center.read")
@blueprint.response(200, CentersSchema)
def list_centers() -> dict[str, Any]:
    """The approved centers with their stations."""
    found = db.session().scalars(select(Center).order_by(Center.name))
    items = [_shown(center) for center in found]
    return {"items": items, "total": len(items)}


def _shown(center: Center) -> dict[str, Any]:
    return {
        "center": center.name,
        "title": center.title,
        "approved_on": center.approved_on,
        "stations": station.all_of_center(db.session(), center.name),
    }
