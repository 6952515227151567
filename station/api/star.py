"""/api/stars: the association's decisions as they came down."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.web.login import needs
from station.actions.star import FIELDS, Shown, shown_stars
from station.database import db
from station.schemas.monthly_report import YearQuerySchema
from station.schemas.star import StarsSchema

blueprint = Blueprint("star", __name__, url_prefix="/api/stars")


@blueprint.route("")
@needs("star.read")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, StarsSchema)
def list_stars(asked: dict[str, Any]) -> dict[str, Any]:
    """The decisions on a year, by name, with streak and time in force."""
    stars = shown_stars(db.session(), asked["year"], local_day(business_now()))
    return {"items": [_row(shown) for shown in stars], "total": len(stars)}


def _row(shown: Shown) -> dict[str, Any]:
    star = shown.star
    return {field: getattr(star, field) for field in (*FIELDS, "year", "decided_by")} | {
        "volunteer": star.volunteer_id,
        "name": shown.name,
        "is_in_force": shown.is_in_force,
        "in_force_before": shown.ends_on,
        "streak": shown.streak,
        "has_visits": shown.has_visits,
    }
