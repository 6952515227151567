"""/api/oddities: what looks impossible, for a person to look into (domain.md part 11)."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from center.database import db
from center.models.entry import Entry, crossings
from center.schemas.oddity import OdditiesSchema, OddityQuerySchema
from shared.web.login import needs

blueprint = Blueprint("oddity", __name__, url_prefix="/api")


@blueprint.route("/oddities")
@needs("oddity.list")
@blueprint.arguments(OddityQuerySchema, location="query")
@blueprint.response(200, OdditiesSchema)
def list_oddities(asked: dict[str, Any]) -> dict[str, Any]:
    """Overlaps of one volunteer's entries at two stations; both are marked, neither is cut."""
    items = [
        {
            "kind": "overlap",
            "volunteer": pair[0][1].volunteer,
            "day": pair[0][1].day,
            "entries": [_entry(*each) for each in pair],
        }
        for pair in crossings(db.session(), asked["year"])
    ]
    return {"items": items, "total": len(items)}


def _entry(station: str, entry: Entry) -> dict[str, Any]:
    names = ("record", "start", "end", "hours", "category", "form")
    return {"station": station, **{name: getattr(entry, name) for name in names}}
