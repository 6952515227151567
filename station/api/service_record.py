"""/api/records: the ledger, what is entered into it and set right in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_record import Evaluation
from shared.web.login import current_actor, needs
from shared.web.page import offset_of
from station.actions.certification import reject_record
from station.actions.evaluation import evaluate_record
from station.actions.reissue import reissue_record, void_record
from station.actions.service_record import enter_records
from station.api.record_row import entered_rows, shown
from station.database import db
from station.models import ledger
from station.models.ledger import Filter
from station.schemas.bulk import ReasonSchema
from station.schemas.service_record import (
    EnteredRecordsSchema,
    EnterSchema,
    EvaluateSchema,
    RecordQuerySchema,
    RecordSchema,
    RecordsSchema,
    ReissueSchema,
)

blueprint = Blueprint("record", __name__, url_prefix="/api/records")


@blueprint.route("")
@needs("record.read")
@blueprint.arguments(RecordQuerySchema, location="query")
@blueprint.response(200, RecordsSchema)
def list_records(asked: dict[str, Any]) -> dict[str, Any]:
    """A page of the ledger, by day and start; states and pointers included."""
    session = db.session()
    names = Filter.__dataclass_fields__
    chosen = Filter(**{name: asked[name] for name in names})
    lines = ledger.lines(session, chosen, offset_of(asked), asked["page_size"])
    return {"items": shown(session, lines), "total": ledger.count(session, chosen)}


@blueprint.route("", methods=["POST"])
@needs("record.enter")
@blueprint.arguments(EnterSchema)
@blueprint.response(201, EnteredRecordsSchema)
@blueprint.alt_response(422, schema=EnteredRecordsSchema)
def post_records(asked: dict[str, Any]) -> Any:
    """Judges every row as a sheet's; writes all of them, or none where one is refused."""
    with transaction(db) as session:
        rows = enter_records(session, current_actor(), business_now(), asked["records"])
    return entered_rows(rows, {})


@blueprint.route("/<uuid:record>/rejection", methods=["POST"])
@needs("record.certify")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, RecordSchema)
def post_rejection(asked: dict[str, Any], record: UUID) -> dict[str, Any]:
    """Refuses what waits for certification."""
    with transaction(db) as session:
        reject_record(session, current_actor(), business_now(), record, asked["reason"])
    return _one(record)


@blueprint.route("/<uuid:record>/voiding", methods=["POST"])
@needs("record.void")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, RecordSchema)
def post_voiding(asked: dict[str, Any], record: UUID) -> dict[str, Any]:
    """Takes a certified record out of the count; what was reported stands until it is amended."""
    with transaction(db) as session:
        void_record(session, current_actor(), business_now(), record, asked["reason"])
    return _one(record)


@blueprint.route("/<uuid:record>/reissue", methods=["POST"])
@needs("record.void")
@blueprint.arguments(ReissueSchema)
@blueprint.response(201, RecordSchema)
def post_reissue(asked: dict[str, Any], record: UUID) -> dict[str, Any]:
    """Voids a certified record and answers the new one, which waits for its officers."""
    change = (asked.pop("reason"), asked)
    with transaction(db) as session:
        _, new = reissue_record(session, current_actor(), business_now(), record, change)
    return _one(new.id)


@blueprint.route("/<uuid:record>/evaluation", methods=["POST"])
@needs("record.evaluate")
@blueprint.arguments(EvaluateSchema)
@blueprint.response(200, RecordSchema)
def post_evaluation(asked: dict[str, Any], record: UUID) -> dict[str, Any]:
    """Enters what the served said, once; of a sealed month it waits as an amendment."""
    evaluation = Evaluation(asked["evaluation"])
    with transaction(db) as session:
        evaluate_record(session, current_actor(), business_now(), record, evaluation)
    return _one(record)


def _one(record: UUID) -> dict[str, Any]:
    session = db.session()
    return shown(session, [ledger.lines_of(session, [record])[record]])[0]
