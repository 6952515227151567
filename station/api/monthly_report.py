"""/api/months: state and dates of the year's months, their revisions, closing and signing."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month, months_of
from shared.web.login import current_actor, needs
from station.actions.monthly_report import ask_unlock, close_month, sign_month
from station.actions.visit_chore import raise_visits
from station.api.month_row import detail, row
from station.database import db
from station.domain.report import Signature
from station.models.month_view import view
from station.schemas.monthly_report import (
    MonthDetailSchema,
    MonthSchema,
    MonthsSchema,
    SignedSchema,
    SignSchema,
    UnlockSchema,
    YearQuerySchema,
)

blueprint = Blueprint("month", __name__, url_prefix="/api/months")


@blueprint.route("")
@needs("month.read")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, MonthsSchema)
def list_months(asked: dict[str, Any]) -> dict[str, Any]:
    """The twelve months of a year, done or not."""
    session, now = db.session(), business_now()
    items = [row(view(session, month, now)) for month in months_of(asked["year"])]
    return {"items": items, "total": len(items)}


@blueprint.route("/<string:month>")
@needs("month.read")
@blueprint.response(200, MonthDetailSchema)
def show_month(month: str) -> dict[str, Any]:
    """The month's table as of now, every signed revision, and the pending amendments."""
    session = db.session()
    return detail(session, view(session, Month.parse(month), business_now()))


@blueprint.route("/<string:month>/closing", methods=["POST"])
@needs("month.close")
@blueprint.response(200, MonthSchema)
def post_closing(month: str) -> dict[str, Any]:
    """Closes a month that is over and in which nothing waits for its certifier."""
    now = business_now()
    with transaction(db) as session:
        raise_visits(session, now)
        close_month(session, current_actor(), now, Month.parse(month))
    return row(view(db.session(), Month.parse(month), now))


@blueprint.route("/<string:month>/signature", methods=["POST"])
@needs("month.sign")
@blueprint.arguments(SignSchema)
@blueprint.response(201, SignedSchema)
def post_signature(signature: Signature, month: str) -> dict[str, Any]:
    """Signs the month as it stands: the next revision goes to the center."""
    asked, now = Month.parse(month), business_now()
    with transaction(db) as session:
        raise_visits(session, now)
        version = sign_month(session, current_actor(), now, asked, signature)
    return {
        "month": month,
        "tally": version.report_id,
        "revision": version.revision,
        "content": version.content,
        "sealed_at": version.sealed_at,
    }


@blueprint.route("/<string:month>/unlock-request", methods=["POST"])
@needs("month.unlock")
@blueprint.arguments(UnlockSchema)
@blueprint.response(200, MonthSchema)
def post_unlock_request(asked: dict[str, Any], month: str) -> dict[str, Any]:
    """Asks the center for leave to change an accepted month."""
    now = business_now()
    with transaction(db) as session:
        ask_unlock(session, current_actor(), now, Month.parse(month), asked["reason"])
    return row(view(db.session(), Month.parse(month), now))
