"""What an officer does with a request that a base of this center serves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from center.actions.base_contact import show_contact
from center.actions.base_request import report_served, take_request
from center.database import db
from center.domain.base_request import Served
from center.models.service_request import ServiceRequest
from center.pages.base_facts import ServedSchema
from center.pages.service_request import COMPLETION, TAKING, again, blueprint, done, with_reason
from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_record import Evaluation
from shared.web.form import sent_form
from shared.web.login import current_actor, needs
from shared.web.request_desk import PAGE


@blueprint.post("/<uuid:id>/taking")
@needs("request.route")
def post_taking(id: UUID) -> Response | tuple[str, int]:
    """For a base of this center."""
    return with_reason(id, TAKING, take_request)


@blueprint.post("/<uuid:id>/contact-showing")
@needs("request.route")
def post_showing(id: UUID) -> Response:
    """Name, telephone, address and words for ten minutes; who, when and why is logged."""
    with transaction(db) as session:
        reason = request.form.get("reason", "")
        show_contact(session, current_actor(), business_now(), id, reason)
    return redirect(url_for(PAGE, id=id))


@blueprint.post("/<uuid:id>/completion")
@needs("request.route")
def post_completion(id: UUID) -> Response | tuple[str, int]:
    """Done, with what came of it."""
    form = sent_form(ServedSchema())

    def act(session: Session, typed: dict[str, Any]) -> ServiceRequest:
        served = Served(**typed | {"evaluation": Evaluation(typed["evaluation"])})
        return report_served(session, current_actor(), business_now(), id, served)

    return done(id, form, COMPLETION, act) or again(id, form, COMPLETION)
