"""/api/card-batches: print runs, their data, and printing them again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from association.actions.card_batch import PrintOrder, card_rows, print_cards, reprint_batch
from association.database import db
from association.models import card_batch
from association.models.card_batch import CardBatch
from association.schemas.card_batch import (
    BatchDetailSchema,
    BatchesSchema,
    PrintSchema,
    ReprintSchema,
)
from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import PageSchema, page_of

blueprint = Blueprint("card_batch", __name__, url_prefix="/api")


@blueprint.route("/card-batches")
@needs("card.read")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, BatchesSchema)
def list_batches(asked: dict[str, Any]) -> dict[str, Any]:
    """The newest first."""
    page, total = page_of(db.session(), card_batch.newest_first(), asked)
    return {"items": [found for (found,) in page], "total": total}


@blueprint.route("/card-batches", methods=["POST"])
@needs("card.print")
@blueprint.arguments(PrintSchema)
@blueprint.response(201, BatchDetailSchema)
def post_batch(asked: dict[str, Any]) -> dict[str, Any]:
    """A batch of these cards, or of all that were never printed."""
    order = PrintOrder(asked.get("ids"), asked["count"])
    with transaction(db) as session:
        return _shown(session, print_cards(session, current_actor(), business_now(), order))


@blueprint.route("/card-batches/<uuid:id>")
@needs("card.read")
@blueprint.response(200, BatchDetailSchema)
def show_batch(id: UUID) -> dict[str, Any]:
    """One batch with what is printed on its cards."""
    return _shown(db.session(), card_batch.by_id(db.session(), id))


@blueprint.route("/card-batches/<uuid:id>/printings", methods=["POST"])
@needs("card.print")
@blueprint.arguments(ReprintSchema)
@blueprint.response(201, BatchDetailSchema)
def post_printing(asked: dict[str, Any], id: UUID) -> dict[str, Any]:
    """Notes that it is printed once more, and why."""
    with transaction(db) as session:
        reprint_batch(session, current_actor(), business_now(), id, asked["reason"])
        return _shown(session, card_batch.by_id(session, id))


def _shown(session: Session, batch: CardBatch) -> dict[str, Any]:
    names = ("id", "number", "cards", "printed_at", "printed_by")
    return {
        **{name: getattr(batch, name) for name in names},
        "printings": card_batch.printings(session, batch.id),
        "rows": card_rows(session, batch.id),
    }
