"""/api/people/search: members and volunteers by what was typed."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from shared.web.login import needs
from station.database import db
from station.models.search import search_people
from station.schemas.search import FoundPeopleSchema, SearchPeopleSchema

blueprint = Blueprint("people", __name__, url_prefix="/api/people")


@blueprint.route("/search", methods=["POST"])
@needs("member.read")
@blueprint.arguments(SearchPeopleSchema)
@blueprint.response(200, FoundPeopleSchema)
def post_people_search(asked: dict[str, Any]) -> dict[str, Any]:
    """By name in any reading, initials, card number or the number's last four places."""
    items = search_people(db.session(), asked["typed"], asked["limit"])
    return {"items": items, "total": len(items)}
