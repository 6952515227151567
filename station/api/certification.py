"""/api/records/certification and /second: officers' acts on many records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.web import bulk
from shared.web.login import current_actor, needs
from station.actions.bulk import Bulk, Result
from station.actions.certification import Lowering, certify_records, second_records
from station.database import db
from station.schemas.bulk import BulkSchema, ResultsSchema
from station.schemas.service_record import CertifySchema
from station.sentences import SENTENCES

blueprint = Blueprint("certification", __name__, url_prefix="/api/records")


@blueprint.route("/certification", methods=["POST"])
@needs("record.certify")
@blueprint.arguments(CertifySchema)
@blueprint.response(200, ResultsSchema)
def post_certification(asked: dict[str, Any]) -> dict[str, Any]:
    """The first officer certifies; a row that can't be says why, the others are done."""
    ticked = Bulk(asked["ids"], asked["count"])
    lowered = {one["id"]: Lowering(one["hours"], one["reason"]) for one in asked["lowered"]}
    with transaction(db) as session:
        return _results(certify_records(session, current_actor(), business_now(), ticked, lowered))


@blueprint.route("/second", methods=["POST"])
@needs("record.certify")
@blueprint.arguments(BulkSchema)
@blueprint.response(200, ResultsSchema)
def post_second(asked: dict[str, Any]) -> dict[str, Any]:
    """The second officer countersigns what needs four eyes."""
    ticked = Bulk(asked["ids"], asked["count"])
    with transaction(db) as session:
        return _results(second_records(session, current_actor(), business_now(), ticked))


def _results(rows: Sequence[Result]) -> dict[str, Any]:
    return bulk.results(_row(row) for row in rows)


def _row(row: Result) -> dict[str, Any]:
    told = (row.refusal.code, row.refusal.values) if row.refusal else ("", {})
    return bulk.row(SENTENCES, row.record, *told) | {
        "status": row.status,
        "waits_for": row.waits_for,
    }
