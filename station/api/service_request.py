"""/api/service-requests: the queue, a clerk's intake, acceptance, decline, the contact shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.contact_showing import masked
from shared.errors import InvalidError
from shared.web.language import chosen_language
from shared.web.login import current_actor, needs
from shared.web.page import page_of
from station.actions.contact_showing import show_contact
from station.actions.escalation import (
    Confirmed,
    confirm_escalation,
    return_request,
    take_back_request,
)
from station.actions.request_entry import holder_seen
from station.actions.service_request import (
    accept_request,
    decline_request,
    judge_double,
    receive_request,
)
from station.database import db
from station.domain.service_request import Acceptance
from station.models.candidate import proposed
from station.models.request_double import doubles_of
from station.models.request_outcome import outcome_of
from station.models.request_page import opened
from station.models.request_queue import MOST_FOUND, Wanted, found, in_order, listed
from station.models.request_step import steps_of
from station.models.service_request import ServiceRequest, by_id, contact_of
from station.schemas.escalation import EscalationSchema
from station.schemas.service_request import (
    AcceptanceSchema,
    ContactFieldsSchema,
    ContactSchema,
    DoubleListSchema,
    IntakeSchema,
    ProposalsSchema,
    RequestReasonSchema,
    SearchSchema,
    ServiceRequestListSchema,
    ServiceRequestQuerySchema,
    ServiceRequestRowSchema,
    ServiceRequestSchema,
    ShowingSchema,
    VerdictSchema,
    asked_of,
)

blueprint = Blueprint("service_request", __name__, url_prefix="/api/service-requests")
ROW = tuple(
    str(field.attribute or name) for name, field in ServiceRequestRowSchema().fields.items()
)


@blueprint.route("")
@needs("request.read")
@blueprint.arguments(ServiceRequestQuerySchema, location="query")
@blueprint.response(200, ServiceRequestListSchema)
def list_requests(asked: dict[str, Any]) -> dict[str, Any]:
    """The queue, in the order in which it is to be done."""
    session = db.session()
    wanted = Wanted(asked["part"], asked["number"], asked["item"], asked["district"])
    query = listed(wanted).order_by(*in_order(business_now()))
    rows, total = page_of(session, query, asked)
    return {"items": [row for (row,) in rows], "total": total}


@blueprint.route("", methods=["POST"])
@needs("request.write")
@blueprint.arguments(IntakeSchema)
@blueprint.response(201, ServiceRequestSchema)
def post_request(typed: dict[str, Any]) -> dict[str, Any]:
    """What somebody asks at the counter or on the telephone; the answer has the tracking code."""
    if not typed["consented"]:
        raise InvalidError("service_request.needs_consent", field="consented")
    with transaction(db) as session:
        asked = asked_of(typed, chosen_language(), holder_seen(session, typed))
        return _shown(receive_request(session, current_actor(), business_now(), asked))


@blueprint.route("/search", methods=["POST"])
@needs("request.read")
@blueprint.arguments(SearchSchema)
@blueprint.response(200, ServiceRequestListSchema)
def post_search(typed: dict[str, Any]) -> dict[str, Any]:
    """By tracking code, whole telephone or number; nothing of it stands in an address."""
    session = db.session()
    items = session.scalars(found(session, typed["typed"]).limit(MOST_FOUND)).all()
    return {"items": items, "total": len(items)}


@blueprint.route("/doubles", methods=["POST"])
@needs("request.read")
@blueprint.arguments(ContactFieldsSchema)
@blueprint.response(200, DoubleListSchema)
def post_doubles(typed: dict[str, Any]) -> dict[str, Any]:
    """Which requests may be the one that is just being entered; nothing is written."""
    contact = Contact("", typed["phone"], typed["address"], "")
    placed = (typed["item"] or None, typed["district"])
    items = doubles_of(db.session(), contact, placed, business_now())
    return {"items": items, "total": len(items)}


@blueprint.route("/<uuid:request_id>")
@needs("request.read")
@blueprint.response(200, ServiceRequestSchema)
def get_request(request_id: UUID) -> dict[str, Any]:
    """A request with its steps; the contact is masked."""
    return _shown(by_id(db.session(), request_id))


@blueprint.route("/<uuid:request_id>/proposals")
@needs("request.read")
@blueprint.response(200, ProposalsSchema)
def list_proposals(request_id: UUID) -> dict[str, Any]:
    """Whom to send and why, and who was left out."""
    session = db.session()
    asked = opened(session, request_id)
    sent = proposed(session, asked.row, asked.item, local_day(business_now()))
    names = {volunteer: one.name for volunteer, one in sent.people.items()}
    return {
        "proposed": [vars(one) | {"name": names[one.volunteer]} for one in sent.proposals.proposed],
        "left_out": [vars(one) | {"name": names[one.volunteer]} for one in sent.proposals.left_out],
    }


@blueprint.route("/<uuid:request_id>/acceptance", methods=["POST"])
@needs("request.write")
@blueprint.arguments(AcceptanceSchema)
@blueprint.response(200, ServiceRequestSchema)
def post_acceptance(given: Acceptance, request_id: UUID) -> dict[str, Any]:
    """It can be done here."""
    with transaction(db) as session:
        return _shown(accept_request(session, current_actor(), business_now(), request_id, given))


@blueprint.route("/<uuid:request_id>/escalation", methods=["POST"])
@needs("request.write")
@blueprint.arguments(EscalationSchema)
@blueprint.response(200, ServiceRequestSchema)
def post_escalation(confirmed: Confirmed, request_id: UUID) -> dict[str, Any]:
    """To the center, with a text that the clerk confirmed; who asks stays here."""
    with transaction(db) as session:
        who = (current_actor(), business_now())
        return _shown(confirm_escalation(session, *who, request_id, confirmed))


@blueprint.route("/<uuid:request_id>/taking-back", methods=["POST"])
@needs("request.write")
@blueprint.response(200, ServiceRequestSchema)
def post_taking_back(request_id: UUID) -> dict[str, Any]:
    """Asks the center for it: `pending` until the answer is here."""
    with transaction(db) as session:
        return _shown(take_back_request(session, current_actor(), business_now(), request_id))


@blueprint.route("/<uuid:request_id>/return", methods=["POST"])
@needs("request.write")
@blueprint.arguments(RequestReasonSchema)
@blueprint.response(200, ServiceRequestSchema)
def post_return(typed: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """Another station's request goes back to the center, for a reason that all read."""
    with transaction(db) as session:
        who = (current_actor(), business_now())
        return _shown(return_request(session, *who, request_id, typed["reason"]))


@blueprint.route("/<uuid:request_id>/decline", methods=["POST"])
@needs("request.write")
@blueprint.arguments(RequestReasonSchema)
@blueprint.response(200, ServiceRequestSchema)
def post_decline(typed: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """It can't be done, for a reason that the requester reads."""
    with transaction(db) as session:
        reason = typed["reason"]
        return _shown(decline_request(session, current_actor(), business_now(), request_id, reason))


@blueprint.route("/<uuid:request_id>/verdicts", methods=["POST"])
@needs("request.write")
@blueprint.arguments(VerdictSchema)
@blueprint.response(200, ServiceRequestSchema)
def post_verdict(typed: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """Whether it is one with another."""
    with transaction(db) as session:
        who = (current_actor(), business_now())
        judge_double(session, who, request_id, typed["other"], same=typed["same"])
        return _shown(by_id(session, request_id))


@blueprint.route("/<uuid:request_id>/contact-showing", methods=["POST"])
@needs("request.show_contact")
@blueprint.arguments(ShowingSchema)
@blueprint.response(200, ContactSchema)
def post_showing(typed: dict[str, Any], request_id: UUID) -> Contact:
    """Name, telephone and address in clear; who asked, when and why is logged."""
    with transaction(db) as session:
        reason = typed["reason"]
        return show_contact(session, current_actor(), business_now(), request_id, reason)


def _shown(row: ServiceRequest) -> dict[str, Any]:
    session = db.session()
    contact = contact_of(session, row.id)
    return {name: getattr(row, name) for name in ROW} | {
        "words": contact.words if contact else None,
        "contact": masked(contact) if contact else None,
        "outcome": row.outcome if row.taker else outcome_of(session, row.id),
        "steps": steps_of(session, row.id),
    }
