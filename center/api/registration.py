"""/api/registrations: what waits, decisions singly and in bulk, paper claims confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select

from center.actions.registration import (
    confirm_claims,
    decide_registration,
    decide_registrations,
)
from center.api.row import results
from center.database import db
from center.domain.decision import Decision
from center.models import registration, station
from center.models.registration import IS_CLAIM, Registration
from center.schemas.registration import (
    ClaimsSchema,
    DecideAllSchema,
    DecideSchema,
    RegistrationQuerySchema,
    RegistrationSchema,
    RegistrationsSchema,
)
from shared.clock import business_now
from shared.database import transaction
from shared.web.bulk import RowsSchema
from shared.web.login import current_actor, needs
from shared.web.page import page_of

blueprint = Blueprint("registration", __name__, url_prefix="/api")
FACTS = (
    "id",
    "volunteer",
    "station",
    "version",
    "status",
    "name",
    "applied_on",
    "origin",
    "received_at",
    "decision",
    "decision_origin",
    "reason",
    "decided_on",
    "decided_by",
    "approval_date",
    "photo",
)


@blueprint.route("/registrations")
@needs("registration.list")
@blueprint.arguments(RegistrationQuerySchema, location="query")
@blueprint.response(200, RegistrationsSchema)
def list_registrations(asked: dict[str, Any]) -> dict[str, Any]:
    """By day of application, each with the others that carry its number."""
    query = select(Registration).order_by(Registration.applied_on, Registration.id)
    for name in ("status", "station"):
        if name in asked:
            query = query.where(getattr(Registration, name) == asked[name])
    if asked["claims"]:
        query = query.where(*IS_CLAIM)
    rows, total = page_of(db.session(), query, asked)
    return {"items": _shown([row[0] for row in rows]), "total": total}


@blueprint.route("/registrations/<uuid:id>/decision", methods=["POST"])
@needs("registration.decide")
@blueprint.arguments(DecideSchema)
@blueprint.response(200, RegistrationSchema)
def post_decision(asked: dict[str, Any], id: Any) -> dict[str, Any]:
    """Approves, returns, rejects, suspends or resumes one; the version must be the newest."""
    with transaction(db) as session:
        decide_registration(session, current_actor(), business_now(), id, Decision(**asked))
        return _shown([registration.locked(session, id)])[0]


@blueprint.route("/registrations/decisions", methods=["POST"])
@needs("registration.decide")
@blueprint.arguments(DecideAllSchema)
@blueprint.response(200, RowsSchema)
def post_decisions(asked: dict[str, Any]) -> dict[str, Any]:
    """The same decision on several, if the count agrees; a result a row."""
    decision = Decision(asked["decision"], asked["reason"], versions=asked["versions"])
    word = (decision, asked["count"])
    with transaction(db) as session:
        rows = decide_registrations(session, current_actor(), business_now(), asked["ids"], word)
    return results(rows)


@blueprint.route("/registrations/claims", methods=["POST"])
@needs("registration.decide")
@blueprint.arguments(ClaimsSchema)
@blueprint.response(200, RowsSchema)
def post_claims(asked: dict[str, Any]) -> dict[str, Any]:
    """Takes the paper's decisions over: those named, or all that wait, if the count agrees."""
    with transaction(db) as session:
        rows = confirm_claims(
            session, current_actor(), business_now(), asked.get("ids"), asked["count"]
        )
    return results(rows)


def _shown(rows: Sequence[Registration]) -> list[dict[str, Any]]:
    session = db.session()
    titles = station.titles(session)
    same = registration.duplicates(session, [row.digest for row in rows])
    return [
        {
            **{name: getattr(row, name) for name in FACTS},
            **row.person,
            "title": titles[row.station],
            "claim": {"decision": row.claimed, "decided_on": row.claimed_on}
            if row.claimed
            else None,
            "duplicates": [
                _duplicate(other, titles) for other in same[row.digest] if other.id != row.id
            ],
        }
        for row in rows
    ]


def _duplicate(other: Registration, titles: dict[str, str]) -> dict[str, Any]:
    names = ("id", "station", "name", "status", "applied_on")
    facts = {name: getattr(other, name) for name in names}
    return {**facts, "title": titles[other.station]}
