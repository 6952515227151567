"""/api/service-orders: offered, answered, done, called off; links and slips to sign them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.one_time_signature import LIFETIME
from shared.errors import NotFoundError
from shared.web.address import reached_at
from shared.web.login import current_actor, needs
from station.actions.order_done import dispute_order, report_done
from station.actions.own import own_volunteer
from station.actions.service_order import Answer, answer_order, cancel_order, offer_order
from station.actions.signature import OnPaper, make_link, sign_on_paper
from station.database import db
from station.domain.service_order import Done, Offer
from station.models.order_view import (
    OrderView,
    contact_for_own,
    own_views,
    reach_for,
    view_of,
    views_of_request,
)
from station.models.service_order import people_of
from station.schemas.service_order import (
    AnswerSchema,
    CallingOffSchema,
    DisputeSchema,
    DoneSchema,
    OrderOfferSchema,
    OrderSchema,
    OrdersQuerySchema,
    OrdersSchema,
    OwnOrdersSchema,
    PaperSchema,
    SignatureLinkSchema,
    said_of,
    signer_of,
)

blueprint = Blueprint("service_order", __name__, url_prefix="/api")
MOST_OWN = 100
COLUMNS = (
    "id",
    "number",
    "origin",
    "request_id",
    "visit_id",
    "status",
    "category",
    "volunteer_id",
    "team_id",
    "visit_on",
    "start",
    "end",
    "message",
    "reason",
)


@blueprint.route("/service-orders")
@needs("order.read")
@blueprint.arguments(OrdersQuerySchema, location="query")
@blueprint.response(200, OrdersSchema)
def list_orders(asked: dict[str, Any]) -> dict[str, Any]:
    """A request's orders, the newest first."""
    return {"items": [_row(one) for one in views_of_request(db.session(), asked["request"])]}


@blueprint.route("/service-orders", methods=["POST"])
@needs("order.write")
@blueprint.arguments(OrderOfferSchema)
@blueprint.response(201, OrderSchema)
def post_order(offered: tuple[UUID, Offer]) -> dict[str, Any]:
    """Asks a volunteer or a team whether they go."""
    with transaction(db) as session:
        order = offer_order(session, current_actor(), business_now(), *offered)
        order_id = order.id
    return shown(order_id)


@blueprint.route("/service-orders/<uuid:order_id>")
@needs("order.read")
@blueprint.response(200, OrderSchema)
def show_order(order_id: UUID) -> dict[str, Any]:
    """One order, with who goes and its records."""
    return shown(order_id)


@blueprint.route("/service-orders/<uuid:order_id>/answer", methods=["POST"])
@needs("order.own")
@blueprint.arguments(AnswerSchema)
@blueprint.response(200, OrderSchema)
def post_answer(answer: Answer, order_id: UUID) -> dict[str, Any]:
    """Accepts it or refuses with a reason; for a team its leader does."""
    with transaction(db) as session:
        answer_order(session, current_actor(), business_now(), order_id, answer)
    return shown(order_id)


@blueprint.route("/service-orders/<uuid:order_id>/completion", methods=["POST"])
@needs("order.own")
@blueprint.arguments(DoneSchema)
@blueprint.response(200, OrderSchema)
def post_completion(done: Done, order_id: UUID) -> dict[str, Any]:
    """What was done; its records wait for the recipient's signature."""
    with transaction(db) as session:
        report_done(session, current_actor(), business_now(), order_id, done)
    return shown(order_id)


@blueprint.route("/service-orders/<uuid:order_id>/cancellation", methods=["POST"])
@needs("order.write")
@blueprint.arguments(CallingOffSchema)
@blueprint.response(200, OrderSchema)
def post_cancellation(given: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Calls it off."""
    with transaction(db) as session:
        cancel_order(session, current_actor(), business_now(), order_id, given["reason"])
    return shown(order_id)


@blueprint.route("/service-orders/<uuid:order_id>/dispute", methods=["POST"])
@needs("order.write")
@blueprint.arguments(DisputeSchema)
@blueprint.response(200, OrderSchema)
def post_dispute(given: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """What the recipient told a clerk is wrong."""
    with transaction(db) as session:
        dispute_order(session, current_actor(), business_now(), order_id, given["words"])
    return shown(order_id)


@blueprint.route("/service-orders/<uuid:order_id>/links", methods=["POST"])
@needs("order.own")
@blueprint.response(201, SignatureLinkSchema)
def post_link(order_id: UUID) -> dict[str, Any]:
    """A link for the recipient to sign by; earlier ones open nothing any more."""
    with transaction(db) as session:
        token = make_link(session, current_actor(), business_now(), order_id)
    view = view_of(db.session(), order_id)
    assert view is not None
    url = reached_at(reach_for(db.session(), view), "sign_page.show_signing", token=token)
    return {"token": token, "url": url or None, "expires_at": machine_now() + LIFETIME}


@blueprint.route("/service-orders/<uuid:order_id>/paper-signature", methods=["POST"])
@needs("record.enter")
@blueprint.arguments(PaperSchema)
@blueprint.response(200, OrderSchema)
def post_paper_signature(given: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """What an officer reads off the signed slip, whose photo is kept."""
    paper = OnPaper(said_of(given), signer_of(given), given["photo"])
    with transaction(db) as session:
        sign_on_paper(session, current_actor(), business_now(), order_id, paper)
    return shown(order_id)


@blueprint.route("/own/service-orders")
@needs("order.own")
@blueprint.response(200, OwnOrdersSchema)
def list_own_orders() -> dict[str, Any]:
    """One's own orders, with the contact of those to which one goes."""
    session = db.session()
    own = own_volunteer(session, current_actor())
    return {
        "items": [
            _row(view) | {"contact": contact_for_own(session, view, own)}
            for view in own_views(session, own.id, MOST_OWN)
        ]
    }


def shown(order_id: UUID) -> dict[str, Any]:
    """An order as the API shows it, with its records."""
    session = db.session()
    view = view_of(session, order_id)
    if view is None:
        raise NotFoundError("service_order.unknown")
    records = [one.record_id for one in people_of(session, order_id) if one.record_id is not None]
    return _row(view) | {"records": records}


def _row(view: OrderView) -> dict[str, Any]:
    columns = {name: getattr(view.order, name) for name in COLUMNS}
    return columns | {"what": view.what, "assignee": view.assignee, "people": view.people}
