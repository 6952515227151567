"""/api/transfers: volunteers on their way from one station to another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from center.actions.transfer import decide_transfer, decide_transfers
from center.api.row import results
from center.database import db
from center.domain.decision import Decision
from center.models import transfer
from center.models.transfer import Transfer
from center.models.volunteer import Volunteer
from center.schemas.transfer import (
    DecideTransferSchema,
    DecideTransfersSchema,
    TransferQuerySchema,
    TransferSchema,
    TransfersSchema,
)
from shared.clock import business_now
from shared.database import transaction
from shared.web.bulk import RowsSchema
from shared.web.login import current_actor, needs

blueprint = Blueprint("transfer", __name__, url_prefix="/api")
FACTS = (
    "id",
    "status",
    "name",
    "volunteer",
    "from_station",
    "to_station",
    "asked_on",
    "reason",
    "decided_on",
    "decided_by",
)


@blueprint.route("/transfers")
@needs("transfer.list")
@blueprint.arguments(TransferQuerySchema, location="query")
@blueprint.response(200, TransfersSchema)
def list_transfers(asked: dict[str, Any]) -> dict[str, Any]:
    """The newest question first, the name asked for beside the one that its digest found."""
    session = db.session()
    items = [_shown(session, row) for row in transfer.listed(session, asked.get("status"))]
    return {"items": items, "total": len(items)}


@blueprint.route("/transfers/<uuid:id>/decision", methods=["POST"])
@needs("transfer.decide")
@blueprint.arguments(DecideTransferSchema)
@blueprint.response(200, TransferSchema)
def post_decision(asked: dict[str, Any], id: UUID) -> dict[str, Any]:
    """Approves or refuses; both stations are told."""
    with transaction(db) as session:
        decide_transfer(session, current_actor(), business_now(), id, Decision(**asked))
        return _shown(session, transfer.locked(session, id))


@blueprint.route("/transfers/decisions", methods=["POST"])
@needs("transfer.decide")
@blueprint.arguments(DecideTransfersSchema)
@blueprint.response(200, RowsSchema)
def post_decisions(asked: dict[str, Any]) -> dict[str, Any]:
    """The same word on several, if the count agrees; a result a row."""
    word = (Decision(asked["decision"], asked["reason"]), asked["count"])
    with transaction(db) as session:
        rows = decide_transfers(session, current_actor(), business_now(), asked["ids"], word)
    return results(rows)


def _shown(session: Session, row: Transfer) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in FACTS}
    person = session.get(Volunteer, row.volunteer) if row.volunteer else None
    return {**facts, "volunteer_name": person.name if person else None}
