"""/api/signatures: what a one-time link shows, signed or disputed; public, tokens in bodies."""

from __future__ import annotations

import json
from typing import Any

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.resident import resident
from shared.web.limit import count_lookup
from station.actions.signature import Signing, dispute_by_link, shown_by, sign_order
from station.database import db
from station.schemas.service_order import (
    LinkDisputeSchema,
    LinkTokenSchema,
    ShownSchema,
    SignedOrderSchema,
    SigningSchema,
    said_of,
    signer_of,
)

blueprint = Blueprint("signature", __name__, url_prefix="/api/signatures")
KIND = "signature"
LINE = ("day", "start", "end", "minutes", "hours", "content")


@blueprint.route("/preview", methods=["POST"])
@blueprint.arguments(LinkTokenSchema)
@blueprint.response(200, ShownSchema)
def show_signing(given: dict[str, Any]) -> dict[str, Any]:
    """What is to be signed; nothing is written."""
    count_lookup(KIND)
    shown = shown_by(db.session(), given["token"])
    records = [
        {"record": line.record.id, "name": line.name}
        | {name: getattr(line.record, name) for name in LINE}
        for line in shown.lines
    ]
    return {"order": shown.order.number, "seen": shown.seen, "records": records}


@blueprint.route("", methods=["POST"])
@blueprint.arguments(SigningSchema)
@blueprint.response(201, SignedOrderSchema)
def post_signature(given: dict[str, Any]) -> dict[str, Any]:
    """Signs all that was shown; the link is used up."""
    count_lookup(KIND)
    ink = json.dumps(given["strokes"])
    signing = Signing(said_of(given), signer_of(given), ink, given["seen"])
    with transaction(db) as session:
        order = sign_order(session, resident("api"), business_now(), given["token"], signing)
        return {"status": order.status}


@blueprint.route("/disputes", methods=["POST"])
@blueprint.arguments(LinkDisputeSchema)
@blueprint.response(201, SignedOrderSchema)
def post_dispute(given: dict[str, Any]) -> dict[str, Any]:
    """Says what is wrong; nothing is signed."""
    count_lookup(KIND)
    actor, now = resident("api"), business_now()
    with transaction(db) as session:
        order = dispute_by_link(session, actor, now, given["token"], given["words"])
        return {"status": order.status}
