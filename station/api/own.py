"""/api/own/year, /records and /reports: what a volunteer sees and tells of their own service."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import offset_of
from station.actions.own import own_volunteer
from station.actions.reported_service import Report, SignedSlip, report_service, sign_by_slip
from station.api.record_row import entered_rows, shown
from station.database import db
from station.models import ledger
from station.models.ledger import Filter
from station.models.own_year import OwnYear, own_year
from station.schemas.monthly_report import YearQuerySchema
from station.schemas.own import (
    OwnRecordsQuerySchema,
    OwnYearSchema,
    ReportSchema,
    SignedSlipSchema,
)
from station.schemas.service_record import EnteredRecordsSchema, RecordSchema, RecordsSchema

blueprint = Blueprint("own", __name__, url_prefix="/api")


@blueprint.route("/own/year")
@needs("own.read")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, OwnYearSchema)
def show_own_year(asked: dict[str, Any]) -> dict[str, Any]:
    """The year as the ledger stands today."""
    session = db.session()
    volunteer = own_volunteer(session, current_actor())
    found = own_year(session, volunteer, asked["year"], local_day(business_now()))
    return _year(found)


@blueprint.route("/own/records")
@needs("own.read")
@blueprint.arguments(OwnRecordsQuerySchema, location="query")
@blueprint.response(200, RecordsSchema)
def list_own_records(asked: dict[str, Any]) -> dict[str, Any]:
    """One's own records in whatever state."""
    session = db.session()
    chosen = Filter(month=asked["month"], volunteer=own_volunteer(session, current_actor()).id)
    lines = ledger.lines(session, chosen, offset_of(asked), asked["page_size"])
    return {"items": shown(session, lines), "total": ledger.count(session, chosen)}


@blueprint.route("/own/reports", methods=["POST"])
@needs("own.write")
@blueprint.arguments(ReportSchema)
@blueprint.response(201, EnteredRecordsSchema)
@blueprint.alt_response(422, schema=EnteredRecordsSchema)
def post_own_report(report: Report) -> Any:
    """Reports a service on one's own; it waits for the recipient's signature."""
    with transaction(db) as session:
        actor = current_actor()
        volunteer = own_volunteer(session, actor)
        row = report_service(session, actor, business_now(), volunteer.id, report)
    return entered_rows([row], {})


@blueprint.route("/records/<uuid:record>/signature", methods=["POST"])
@needs("record.enter")
@blueprint.arguments(SignedSlipSchema)
@blueprint.response(200, RecordSchema)
def post_record_signature(slip: SignedSlip, record: UUID) -> dict[str, Any]:
    """Says that the signed slip of a reported service is here."""
    with transaction(db) as session:
        sign_by_slip(session, current_actor(), business_now(), record, slip)
    session = db.session()
    return shown(session, [ledger.lines_of(session, [record])[record]])[0]


def _year(found: OwnYear) -> dict[str, Any]:
    months = [{"month": str(month), **asdict(line)} for month, line in found.months.items()]
    return asdict(found.total) | {
        "year": found.year,
        "points_per_hour": found.policy.points_per_hour,
        "star_steps": found.policy.star_steps,
        "progress": found.progress,
        "unevaluated": dict(zip(("records", "hours"), found.unevaluated, strict=True)),
        "waiting": dict(zip(("records", "hours"), found.waiting, strict=True)),
        "training": found.training,
        "decided": found.star and found.star.star,
        "months": months,
    }
