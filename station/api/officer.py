"""Officers and the accounts that act for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import PageSchema, offset_of
from station.actions.officer import link_officer
from station.database import db
from station.models.officer import Officer, officers
from station.schemas.officer import LinkOfficerSchema, OfficerListSchema, OfficerSchema

blueprint = Blueprint("officer", __name__, url_prefix="/api")


@blueprint.route("/officers", methods=["GET"])
@needs("officer.read")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, OfficerListSchema)
def list_officers(asked: dict[str, Any]) -> dict[str, Any]:
    """Everybody whom a sheet named or who certified, by name."""
    found, start = officers(db.session()), offset_of(asked)
    return {"items": found[start : start + asked["page_size"]], "total": len(found)}


@blueprint.route("/officers/<uuid:officer_id>/link", methods=["POST"])
@needs("officer.link")
@blueprint.arguments(LinkOfficerSchema)
@blueprint.response(200, OfficerSchema)
def post_link(asked: dict[str, str], officer_id: UUID) -> Officer:
    """Links an officer to an account, once and for all."""
    with transaction(db) as session:
        return link_officer(session, current_actor(), business_now(), officer_id, asked["account"])
