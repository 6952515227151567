"""/api/aggregates: statistics over accepted months, grouped at will, also as Excel."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from center.actions.aggregate import aggregate
from center.database import db
from center.documents.aggregate import write_aggregate
from center.domain.aggregate import Wanted
from center.models import station
from center.models.federation import TABLES
from center.schemas.aggregate import AggregateQuerySchema, AggregateSchema
from shared.clock import business_now
from shared.federation.outbox import this_node
from shared.web.export import XLSX, download
from shared.web.login import needs

blueprint = Blueprint("aggregate", __name__, url_prefix="/api")


@blueprint.route("/aggregates")
@needs("statistics.show")
@blueprint.arguments(AggregateQuerySchema, location="query")
@blueprint.response(200, AggregateSchema)
def show_aggregate(asked: dict[str, Any]) -> dict[str, Any]:
    """Lines by month, quarter or year, station, category, form; people counted once each."""
    session = db.session()
    table = aggregate(session, business_now(), Wanted(**asked))
    return {
        "items": table.lines,
        "total": len(table.lines),
        "whole": table.total,
        "titles": station.titles(session),
    }


@blueprint.route("/aggregates/workbook")
@needs("statistics.show")
@blueprint.arguments(AggregateQuerySchema, location="query")
@blueprint.response(200, content_type=XLSX)
def show_workbook(asked: dict[str, Any]) -> Response:
    """The same under the headings of the bureaus' statistics table."""
    session, wanted = db.session(), Wanted(**asked)
    table = aggregate(session, business_now(), wanted)
    content = write_aggregate(table, this_node(session, TABLES).title, station.titles(session))
    name = f"statistics-{wanted.first}-{wanted.last}.xlsx"
    return download(content, name, XLSX)
