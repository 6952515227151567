"""/api/certificates: what a year's approved stars can be certified by."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from association.actions.certificate import certificate_rows
from association.database import db
from association.schemas.certificate import CertificatesSchema
from association.schemas.year import YearQuerySchema
from shared.web.login import needs

blueprint = Blueprint("certificate", __name__, url_prefix="/api")


@blueprint.route("/certificates")
@needs("certificate.read")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, CertificatesSchema)
def list_certificates(asked: dict[str, Any]) -> dict[str, Any]:
    """By number, with the text of each QR."""
    rows = certificate_rows(db.session(), asked["year"])
    return {"items": rows, "total": len(rows)}
