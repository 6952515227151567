"""/api/policies: each year's policy and working days."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from association.actions.policy import Setting, set_policy
from association.database import db
from association.models.policy import PolicyOfYear, by_year, newest_first
from association.schemas.policy import PoliciesSchema, PolicySchema, SetPolicySchema
from shared.clock import business_now
from shared.database import transaction
from shared.domain.policy import Policy
from shared.domain.working_day import WorkingDays
from shared.web.login import current_actor, needs

blueprint = Blueprint("policy", __name__, url_prefix="/api")


@blueprint.route("/policies")
@needs("policy.read")
@blueprint.response(200, PoliciesSchema)
def list_policies() -> dict[str, Any]:
    """All years that have a policy, the newest first."""
    items = [_shown(found) for found in newest_first(db.session())]
    return {"items": items, "total": len(items)}


@blueprint.route("/policies/<int:year>")
@needs("policy.read")
@blueprint.response(200, PolicySchema)
def get_policy(year: int) -> dict[str, Any]:
    """A year's policy as it is in force."""
    return _shown(by_year(db.session(), year))


@blueprint.route("/policies/<int:year>", methods=["PUT"])
@needs("policy.set")
@blueprint.arguments(SetPolicySchema)
@blueprint.response(200, PolicySchema)
def put_policy(asked: dict[str, Any], year: int) -> dict[str, Any]:
    """Sets a year's policy and tells all centers; refused once the year was made public."""
    days = asked.get("working_days")
    setting = Setting(
        Policy.from_dict({**asked["policy"], "year": year}),
        None if days is None else WorkingDays(days),
    )
    with transaction(db) as session:
        return _shown(set_policy(session, current_actor(), business_now(), setting))


def _shown(found: PolicyOfYear) -> dict[str, Any]:
    return {
        "year": found.year,
        "version": found.version,
        "policy": found.policy,
        "working_days": found.working_days,
        "has_table": bool(found.working_days),
        "set_on": found.set_on,
        "set_by": found.set_by,
    }
