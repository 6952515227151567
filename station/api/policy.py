"""/api/policies: the figures by which a year is counted here."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from shared.web.login import needs
from station.database import db
from station.models.policy import YearPolicy, policy_of
from station.schemas.star import PolicySchema

blueprint = Blueprint("policy", __name__, url_prefix="/api/policies")


@blueprint.route("/<int:year>")
@needs("policy.read")
@blueprint.response(200, PolicySchema)
def show_policy(year: int) -> dict[str, Any]:
    """The association's, or the plan's own until that arrives."""
    session = db.session()
    row = session.get(YearPolicy, year)
    return {
        "year": year,
        "is_default": row is None,
        "policy": policy_of(session, year).to_dict(),
        "working_days": row.working_days if row else {},
        "set_at": row.set_at if row else None,
    }
