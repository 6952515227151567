"""/api/benefit-visits: home visits to holders of stars, made, missed, declined, wanted again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.month import Month
from shared.picture import read_picture
from shared.web.login import current_actor, needs
from shared.web.photo import PhotoFileSchema
from station.actions.benefit_visit import (
    Told,
    decline_visits,
    miss_benefit,
    record_visit,
    want_visits,
)
from station.database import db
from station.models.benefit_view import BenefitView, figures_of, view_of, visits_of_months
from station.models.benefit_visit import BenefitRefusal, by_id
from station.schemas.benefit_visit import (
    BenefitVisitSchema,
    BenefitVisitsSchema,
    DeclinedSchema,
    MadeSchema,
    RefusalSchema,
    VisitMonthQuerySchema,
)
from station.schemas.pairing import StopSchema

blueprint = Blueprint("benefit_visit", __name__, url_prefix="/api")
NAMES = (
    *("id", "volunteer_id", "month", "kind", "made_on", "visitors", "led_by_head"),
    *("photo_id", "missed"),
)


@blueprint.route("/benefit-visits")
@needs("benefit.read")
@blueprint.arguments(VisitMonthQuerySchema, location="query")
@blueprint.response(200, BenefitVisitsSchema)
def list_visits(asked: dict[str, Any]) -> dict[str, Any]:
    """A month's, by name."""
    month = Month.parse(asked["month"])
    views = visits_of_months(db.session(), month, month, local_day(business_now()))
    [figures] = figures_of(views, [month])
    return {"items": [_row(one) for one in views], **vars(figures)}


@blueprint.route("/benefit-visits/<uuid:visit_id>/visit", methods=["POST"])
@needs("benefit.write")
@blueprint.arguments(MadeSchema)
@blueprint.response(200, BenefitVisitSchema)
def post_visit(told: dict[str, Any], visit_id: UUID) -> dict[str, Any]:
    """It was made; the joint one needs its photo first."""
    with transaction(db) as session:
        record_visit(session, current_actor(), business_now(), visit_id, Told(**told))
    return _shown(visit_id)


@blueprint.route("/benefit-visits/<uuid:visit_id>/photographed", methods=["POST"])
@needs("benefit.write")
@blueprint.arguments(PhotoFileSchema, location="files")
@blueprint.arguments(MadeSchema, location="form")
@blueprint.response(200, BenefitVisitSchema)
def post_photographed(
    files: dict[str, Any], told: dict[str, Any], visit_id: UUID
) -> dict[str, Any]:
    """It was made, with its photo."""
    picture = read_picture(files["file"].read())
    with transaction(db) as session:
        made = Told(**told, picture=picture)
        record_visit(session, current_actor(), business_now(), visit_id, made)
    return _shown(visit_id)


@blueprint.route("/benefit-visits/<uuid:visit_id>/omission", methods=["POST"])
@needs("benefit.write")
@blueprint.arguments(StopSchema)
@blueprint.response(200, BenefitVisitSchema)
def post_omission(given: dict[str, Any], visit_id: UUID) -> dict[str, Any]:
    """Nobody went, and why; it stays owed."""
    with transaction(db) as session:
        miss_benefit(session, current_actor(), business_now(), visit_id, given["reason"])
    return _shown(visit_id)


@blueprint.route("/volunteers/<uuid:volunteer_id>/visit-refusal", methods=["POST"])
@needs("benefit.write")
@blueprint.arguments(DeclinedSchema)
@blueprint.response(200, RefusalSchema)
def post_refusal(given: dict[str, Any], volunteer_id: UUID) -> BenefitRefusal:
    """The holder wants no visits, from that month on."""
    with transaction(db) as session:
        said = (given["said_on"], given["words"])
        return decline_visits(session, current_actor(), business_now(), volunteer_id, said)


@blueprint.route("/volunteers/<uuid:volunteer_id>/visit-wish", methods=["POST"])
@needs("benefit.write")
@blueprint.response(200, RefusalSchema)
def post_wish(volunteer_id: UUID) -> BenefitRefusal:
    """They want to be visited again, from this month on; what they had declined."""
    with transaction(db) as session:
        return want_visits(session, current_actor(), business_now(), volunteer_id)


def _shown(visit_id: UUID) -> dict[str, Any]:
    session = db.session()
    return _row(view_of(session, by_id(session, visit_id), local_day(business_now())))


def _row(view: BenefitView) -> dict[str, Any]:
    row = {name: getattr(view.visit, name) for name in NAMES}
    return row | {"name": view.name, "state": view.state}
