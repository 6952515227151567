"""/api/service-requests: what stations can't serve, and whom it goes to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from center.actions import routing
from center.actions.routing import Routing
from center.actions.routing_proposal import proposals
from center.database import db
from center.models import station
from center.models.service_request import REQUESTS, ServiceRequest
from center.schemas.service_request import ProposedRequestSchema
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
@blueprint.response(200, ProposedRequestSchema)
def get_request(id: UUID) -> dict[str, Any]:
    """All of it, with the stations that could serve it and why, and who was left out."""
    session = db.session()
    row = REQUESTS.by_id(session, id)
    steps = REQUESTS.steps(session, id)
    found = proposals(session, row, steps, station.everyone(session))
    facts = {name: getattr(row, name) for name in RequestSchema().fields}
    more = {"proposed": found.proposed, "left_out": found.left_out}
    return facts | more | {"steps": steps}


@blueprint.route("/service-requests/<uuid:id>/routing", methods=["POST"])
@needs("request.route")
@blueprint.arguments(RouteSchema)
@blueprint.response(200, RequestSchema)
def post_routing(asked: dict[str, Any], id: UUID) -> ServiceRequest:
    """To a station of this center; another one that was only asked loses it."""
    with transaction(db) as session:
        given = Routing(asked["to"], asked["reason"])
        return routing.route_request(session, *_who(), id, given)


@blueprint.route("/service-requests/<uuid:id>/decline", methods=["POST"])
@needs("request.route")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, RequestSchema)
def post_decline(asked: dict[str, Any], id: UUID) -> ServiceRequest:
    """Nobody serves it; its requester reads why."""
    with transaction(db) as session:
        return routing.decline_request(session, *_who(), id, asked["reason"])


@blueprint.route("/service-requests/<uuid:id>/escalation", methods=["POST"])
@needs("request.route")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, RequestSchema)
def post_escalation(asked: dict[str, Any], id: UUID) -> ServiceRequest:
    """Up to the association, which routes it to another center."""
    with transaction(db) as session:
        return routing.escalate_request(session, *_who(), id, asked["reason"])


@blueprint.route("/service-requests/<uuid:id>/return", methods=["POST"])
@needs("request.route")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, RequestSchema)
def post_return(asked: dict[str, Any], id: UUID) -> ServiceRequest:
    """What the association gave goes back to it."""
    with transaction(db) as session:
        return routing.return_request(session, *_who(), id, asked["reason"])


def _who() -> tuple[Actor, datetime]:
    return current_actor(), business_now()
