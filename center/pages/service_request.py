"""/requests: what stations can't serve, in the order of every queue; whom it goes to next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from center.actions import routing
from center.actions.routing import Routing
from center.actions.routing_proposal import proposals
from center.database import db
from center.domain.aggregate import By
from center.models import peer, station
from center.models.service_request import REQUESTS, ServiceRequest
from center.pages.base_facts import base_facts
from center.pages.routing_word import left_out_of, proposed_of
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.service_request import Status
from shared.request_query import QUEUES
from shared.web.edit import require_unchanged, seen
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.request_desk import ReasonSchema, RouteSchema, queue_page, sent, shown
from shared.web.say import say
from shared.web.tier import this_settings

blueprint = Blueprint("request_page", __name__, url_prefix="/requests")
ROUTING, DECLINE, ESCALATION, RETURN = "routing", "decline", "escalation", "return"
TAKING, COMPLETION = "taking", "completion"


@blueprint.get("")
@needs("request.list")
def list_requests() -> str | Response:
    """What waits to be routed, or another queue."""
    session = db.session()
    titles = {key.node: key.title for key in peer.all_keys(session)}
    found = queue_page(REQUESTS, titles | station.titles(session))
    if not isinstance(found, tuple):
        return found
    rows, more = found
    year = local_day(business_now()).year
    first, last = f"{year}-01", f"{year}-12"
    page = "statistics_page.show_statistics"
    figures = url_for(page, first=first, last=last, by=By.MONTH)
    return render_template("request/list.html", rows=rows, queues=QUEUES, figures=figures, **more)


@blueprint.get("/<uuid:id>")
@needs("request.list")
def show_request(id: UUID) -> str:
    """Who has it, what is asked, whom it could go to and why."""
    return _page(id, Form(RouteSchema()), "")


@blueprint.post("/<uuid:id>/routing")
@needs("request.route")
def post_routing(id: UUID) -> Response | tuple[str, int]:
    """To a station; another one that was only asked loses it."""
    form = sent_form(RouteSchema())

    def act(session: Session, typed: dict[str, Any]) -> ServiceRequest:
        given = Routing(typed["to"], typed["reason"])
        return routing.route_request(session, current_actor(), business_now(), id, given)

    return done(id, form, ROUTING, act) or again(id, form, ROUTING)


@blueprint.post("/<uuid:id>/decline")
@needs("request.route")
def post_decline(id: UUID) -> Response | tuple[str, int]:
    """Nobody serves it; its requester reads why."""
    return with_reason(id, DECLINE, routing.decline_request)


@blueprint.post("/<uuid:id>/escalation")
@needs("request.route")
def post_escalation(id: UUID) -> Response | tuple[str, int]:
    """Up to the association."""
    return with_reason(id, ESCALATION, routing.escalate_request)


@blueprint.post("/<uuid:id>/return")
@needs("request.route")
def post_return(id: UUID) -> Response | tuple[str, int]:
    """What the association gave goes back to it."""
    return with_reason(id, RETURN, routing.return_request)


def with_reason(
    id: UUID, doing: str, action: Callable[..., ServiceRequest]
) -> Response | tuple[str, int]:
    """Does what needs nothing but a reason."""
    form = sent_form(ReasonSchema())

    def act(session: Session, typed: dict[str, Any]) -> ServiceRequest:
        return action(session, current_actor(), business_now(), id, typed["reason"])

    return done(id, form, doing, act) or again(id, form, doing)


def done(
    id: UUID,
    form: Form,
    doing: str,
    act: Callable[[Session, dict[str, Any]], ServiceRequest],
) -> Response | None:
    """Does it under the request's lock; None where the form is to be shown again."""

    def write(typed: dict[str, Any]) -> UUID:
        with transaction(db) as session:
            REQUESTS.locked(session, id)
            require_unchanged(session, f"request:{id}")
            return act(session, typed).id

    found = sent(form, write)
    if found is not None:
        say(str(_said()[doing]))
    return found


def _said() -> dict[str, str]:
    return {
        ROUTING: _("已转出，两个站下次联系就收到。"),
        DECLINE: _("已婉拒，居民查询时看得到理由。"),
        ESCALATION: _("已报协会，由它转给别的中心。"),
        RETURN: _("已退回，另找能办的地方。"),
        TAKING: _("基地接下了，第一站下次联系就把联系方式封过来。"),
        COMPLETION: _("已报办结，第一站和居民看得到结果。"),
    }


def again(id: UUID, form: Form, doing: str) -> tuple[str, int]:
    """The page with what was typed, and what is wrong with it."""
    return _page(id, form, doing), 422


def _page(id: UUID, form: Form, doing: str) -> str:
    session, own = db.session(), this_settings().name
    row = REQUESTS.by_id(session, id)
    homes, facts = station.everyone(session), shown(REQUESTS, row)
    below = {home.name: home.title for home in homes}
    titles = {key.node: key.title for key in peer.all_keys(session)} | below
    asked = row.status == Status.ROUTED and row.holder is not None and not row.passed_up
    at_base = base_facts(session, row, own, form)
    movable = asked or (row.holder == own and not at_base["at_base"])
    more: dict[str, Any] = {}
    if movable:
        found = proposals(session, row, facts["steps"], homes)
        more = {"proposed": proposed_of(found), "left_out": left_out_of(found)}
    return render_template(
        "service_request/show.html",
        **facts,
        **more,
        **at_base,
        titles=titles,
        form=form,
        blank=Form(ReasonSchema()),
        doing=doing,
        movable=movable,
        returnable=row.holder == own and row.first_station not in below,
        seen=seen(session, f"request:{id}"),
    )
