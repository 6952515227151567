"""/api/records/certification, /second, /evaluation, /rejection, /groups: acts on many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_record import Evaluation
from shared.web import bulk
from shared.web.login import current_actor, needs
from station.actions.bulk import Bulk, Result
from station.actions.certifiable import Group, certify_groups, count_own, second_groups
from station.actions.certification import (
    Lowering,
    certify_records,
    reject_records,
    second_records,
)
from station.actions.evaluation import evaluate_records
from station.database import db
from station.domain.certification import SECOND_OFFICER
from station.models.certification_list import groups
from station.schemas.bulk import BulkSchema, ResultsSchema
from station.schemas.certification_group import CertifyGroupsSchema, GroupsSchema
from station.schemas.service_record import (
    CertifySchema,
    EvaluateManySchema,
    RejectManySchema,
)
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


@blueprint.route("/evaluation", methods=["POST"])
@needs("record.evaluate")
@blueprint.arguments(EvaluateManySchema)
@blueprint.response(200, ResultsSchema)
def post_evaluations(asked: dict[str, Any]) -> dict[str, Any]:
    """The same evaluation for many, each entered once."""
    ticked, evaluation = Bulk(asked["ids"], asked["count"]), Evaluation(asked["evaluation"])
    with transaction(db) as session:
        actor, now = current_actor(), business_now()
        return _results(evaluate_records(session, actor, now, ticked, evaluation))


@blueprint.route("/rejection", methods=["POST"])
@needs("record.certify")
@blueprint.arguments(RejectManySchema)
@blueprint.response(200, ResultsSchema)
def post_rejections(asked: dict[str, Any]) -> dict[str, Any]:
    """Refuses many for one reason."""
    ticked, reason = Bulk(asked["ids"], asked["count"]), asked["reason"]
    with transaction(db) as session:
        actor, now = current_actor(), business_now()
        return _results(reject_records(session, actor, now, ticked, reason))


@blueprint.route("/groups")
@needs("record.certify")
@blueprint.response(200, GroupsSchema)
def list_groups() -> dict[str, Any]:
    """What waits as it came in: by activity, by sheet, singly; how much of it one may sign."""
    session = db.session()
    own = count_own(session, current_actor())
    items = [
        {**asdict(group), "own": own[group.waits_for, Group(group.activity, group.sheet)]}
        for group in groups(session)
    ]
    return {"items": items, "total": len(items)}


@blueprint.route("/groups", methods=["POST"])
@needs("record.certify")
@blueprint.arguments(CertifyGroupsSchema)
@blueprint.response(200, ResultsSchema)
def post_groups(asked: dict[str, Any]) -> dict[str, Any]:
    """One press for whole groups, a result a record."""
    act = second_groups if asked["step"] == SECOND_OFFICER else certify_groups
    chosen = [Group(**one) for one in asked["groups"]]
    with transaction(db) as session:
        actor, now = current_actor(), business_now()
        return _results(act(session, actor, now, chosen, asked["count"]))


def _results(rows: Sequence[Result]) -> dict[str, Any]:
    return bulk.results(_row(row) for row in rows)


def _row(row: Result) -> dict[str, Any]:
    told = (row.refusal.code, row.refusal.values) if row.refusal else ("", {})
    return bulk.row(SENTENCES, row.record, *told) | {
        "status": row.status,
        "waits_for": row.waits_for,
    }
