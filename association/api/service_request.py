"""/api/service-requests: what centers can't serve, and which center it goes to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from association.actions.service_request import Routing, decline_request, route_to_center
from association.database import db
from association.models.service_request import REQUESTS, ServiceRequest
from shared.account import Actor
from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.request_schema import (
    ReasonSchema,
    RequestSchema,
    RequestsQuerySchema,
    RequestsSchema,
    RouteSchema,
    WholeRequestSchema,
)
from shared.web.tier import this_settings

blueprint = Blueprint("service_request", __name__, url_prefix="/api")


@blueprint.route("/service-requests")
@needs("request.list")
@blueprint.arguments(RequestsQuerySchema, location="query")
@blueprint.response(200, RequestsSchema)
def list_requests(asked: dict[str, Any]) -> dict[str, Any]:
    """A queue in the order of every queue; `here` waits to be routed."""
    query = REQUESTS.queue(asked["queue"], this_settings().name, business_now())
    items = list(db.session().scalars(query))
    return {"items": items, "total": len(items)}


@blueprint.route("/service-requests/<uuid:id>")
@needs("request.list")
@blueprint.response(200, WholeRequestSchema)
def get_request(id: UUID) -> dict[str, Any]:
    """All of it, with its steps."""
    session = db.session()
    row = REQUESTS.by_id(session, id)
    facts = {name: getattr(row, name) for name in RequestSchema().fields}
    return facts | {"steps": REQUESTS.steps(session, id)}


@blueprint.route("/service-requests/<uuid:id>/routing", methods=["POST"])
@needs("request.route")
@blueprint.arguments(RouteSchema)
@blueprint.response(200, RequestSchema)
def post_routing(asked: dict[str, Any], id: UUID) -> ServiceRequest:
    """To another center; one that was only asked loses it."""
    with transaction(db) as session:
        return route_to_center(session, *_who(), id, Routing(asked["to"], asked["reason"]))


@blueprint.route("/service-requests/<uuid:id>/decline", methods=["POST"])
@needs("request.route")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, RequestSchema)
def post_decline(asked: dict[str, Any], id: UUID) -> ServiceRequest:
    """Nobody serves it; its requester reads why."""
    with transaction(db) as session:
        return decline_request(session, *_who(), id, asked["reason"])


def _who() -> tuple[Actor, datetime]:
    return current_actor(), business_now()
