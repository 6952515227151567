"""Transfers between stations: asked for, followed."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import PageSchema, page_of
from station.actions.transfer import Newcomer, ask_transfer
from station.database import db
from station.domain.personal_file import PersonalFile
from station.models.transfer import Transfer
from station.schemas.transfer import AskTransferSchema, TransferListSchema, TransferSchema

blueprint = Blueprint("transfer", __name__, url_prefix="/api")
SHOWN = (
    *("id", "direction", "status", "name", "volunteer_id", "from_station", "to_station"),
    *("asked_on", "decided_on", "decided_by", "reason"),
)


@blueprint.route("/transfers", methods=["POST"])
@needs("transfer.write")
@blueprint.arguments(AskTransferSchema)
@blueprint.response(201, TransferSchema)
def post_transfer(asked: dict[str, str]) -> dict[str, Any]:
    """Asks the center for a volunteer of another station."""
    with transaction(db) as session:
        transfer = ask_transfer(session, current_actor(), business_now(), Newcomer(**asked))
        return _shown(transfer)


@blueprint.route("/transfers", methods=["GET"])
@needs("transfer.read")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, TransferListSchema)
def list_transfers(asked: dict[str, Any]) -> dict[str, Any]:
    """Who comes and who goes, the newest first."""
    query = select(Transfer).order_by(Transfer.id.desc())
    page, total = page_of(db.session(), query, asked)
    return {"items": [_shown(transfer) for (transfer,) in page], "total": total}


def _shown(transfer: Transfer) -> dict[str, Any]:
    years = PersonalFile.from_json(transfer.file).years if transfer.file else ()
    return {name: getattr(transfer, name) for name in SHOWN} | {"years": years}
