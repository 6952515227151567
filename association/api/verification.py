"""/api/verifications and the published keys: anybody checks a card or certificate."""

from __future__ import annotations

from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import Response, jsonify, make_response
from flask_smorest import Blueprint

from association.actions.verification import own_keys, verify
from association.database import db
from association.schemas.verification import VerificationSchema
from shared.verification import LONGEST, key_set, token_in
from shared.web.limit import count_lookup

blueprint = Blueprint("verification", __name__, url_prefix="/api")
keys = FlaskBlueprint("verification_keys", __name__)
ANSWER_SECONDS = 300
KEYS_SECONDS = 86_400


@blueprint.route("/verifications/<path:text>")
@blueprint.response(200, VerificationSchema)
def show(text: str) -> Any:
    """What became of it, by the QR's text or the number; typed numbers are counted by address."""
    shown = token_in(text)[:LONGEST]
    if "." not in shown:
        count_lookup("verification")
    return verify(db.session(), shown), 200, {"Cache-Control": f"public, max-age={ANSWER_SECONDS}"}


@keys.get("/.well-known/jwks.json")
def show_keys() -> Response:
    """The keys behind the QRs, as a JWK set for readers without a line."""
    response = make_response(jsonify(key_set(own_keys(db.session()))))
    response.mimetype = "application/jwk-set+json"
    response.headers["Cache-Control"] = f"public, max-age={KEYS_SECONDS}"
    return response
