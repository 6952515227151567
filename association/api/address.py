"""/api/address: where strangers reach this node, and the QR of a card leads."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from association.actions.address import set_address
from association.database import db
from association.models.federation import TABLES
from association.schemas.verification import AddressSchema
from shared.clock import business_now
from shared.database import transaction
from shared.federation.outbox import this_node
from shared.web.login import current_actor, needs

blueprint = Blueprint("address", __name__, url_prefix="/api")


@blueprint.route("/address")
@needs("address.read")
@blueprint.response(200, AddressSchema)
def get_address() -> dict[str, Any]:
    """The public address, or null."""
    return {"url": this_node(db.session(), TABLES).public_url}


@blueprint.route("/address", methods=["PUT"])
@needs("address.set")
@blueprint.arguments(AddressSchema)
@blueprint.response(200, AddressSchema)
def put_address(asked: dict[str, Any]) -> dict[str, Any]:
    """Sets it, or (null or empty) takes it back; printed cards lead to the old one."""
    with transaction(db) as session:
        return {"url": set_address(session, current_actor(), business_now(), asked["url"] or "")}
