"""/api/people/search: who is found by what was typed."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from center.database import db
from center.models.search import search_people
from center.schemas.search import FoundPeopleSchema, SearchPeopleSchema
from shared.web.login import needs

blueprint = Blueprint("people", __name__, url_prefix="/api/people")


@blueprint.route("/search", methods=["POST"])
@needs("volunteer.search")
@blueprint.arguments(SearchPeopleSchema)
@blueprint.response(200, FoundPeopleSchema)
def post_people_search(asked: dict[str, Any]) -> dict[str, Any]:
    """By name in any reading or initials, by the number of a card or certificate."""
    items = search_people(db.session(), asked["typed"], asked["limit"])
    return {"items": items, "total": len(items)}
