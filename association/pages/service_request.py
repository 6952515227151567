"""/requests: what a center can't serve, in the order of every queue; which center it goes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from association.actions.service_request import Routing, decline_request, route_to_center
from association.database import db
from association.models import center, station
from association.models.service_request import REQUESTS, RequestStep, ServiceRequest
from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_request import Status
from shared.request_query import ABOVE_US, QUEUES, given_back
from shared.web.edit import require_unchanged, seen
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.request_desk import ReasonSchema, RouteSchema, queue_page, sent, shown
from shared.web.say import say
from shared.web.tier import this_settings

blueprint = Blueprint("request_page", __name__, url_prefix="/requests")
ROUTING, DECLINE = "routing", "decline"


@dataclass(frozen=True)
class Choice:
    """A center that can be asked: what it has in hand, and why it gave this very one back."""

    name: str
    title: str
    load: int
    gave_back: str


@blueprint.get("")
@needs("request.list")
def list_requests() -> str | Response:
    """What waits to be routed, or another queue."""
    found = queue_page(REQUESTS, _titles(db.session()))
    if not isinstance(found, tuple):
        return found
    rows, more = found
    queues = [name for name in QUEUES if name != ABOVE_US]
    figures = url_for(".show_figures")
    return render_template("request/list.html", rows=rows, queues=queues, figures=figures, **more)


@blueprint.get("/<uuid:id>")
@needs("request.list")
def show_request(id: UUID) -> str:
    """Who has it, what is asked, which center could be asked."""
    return _page(id, Form(RouteSchema()), "")


@blueprint.post("/<uuid:id>/routing")
@needs("request.route")
def post_routing(id: UUID) -> Response | tuple[str, int]:
    """To another center; one that was only asked loses it."""
    form = sent_form(RouteSchema())

    def act(session: Session, typed: dict[str, Any]) -> ServiceRequest:
        given = Routing(typed["to"], typed["reason"])
        return route_to_center(session, current_actor(), business_now(), id, given)

    done = _done(id, form, act)
    if done is None:
        return _page(id, form, ROUTING), 422
    say(_("已转出，两个中心下次联系就收到。"))
    return done


@blueprint.post("/<uuid:id>/decline")
@needs("request.route")
def post_decline(id: UUID) -> Response | tuple[str, int]:
    """Nobody serves it; its requester reads why."""
    form = sent_form(ReasonSchema())

    def act(session: Session, typed: dict[str, Any]) -> ServiceRequest:
        return decline_request(session, current_actor(), business_now(), id, typed["reason"])

    done = _done(id, form, act)
    if done is None:
        return _page(id, form, DECLINE), 422
    say(_("已婉拒，居民查询时看得到理由。"))
    return done


def _done(
    id: UUID, form: Form, act: Callable[[Session, dict[str, Any]], ServiceRequest]
) -> Response | None:
    def write(typed: dict[str, Any]) -> UUID:
        with transaction(db) as session:
            REQUESTS.locked(session, id)
            require_unchanged(session, f"request:{id}")
            return act(session, typed).id

    return sent(form, write)


def _page(id: UUID, form: Form, doing: str) -> str:
    session, own = db.session(), this_settings().name
    row = REQUESTS.by_id(session, id)
    movable = row.holder == own or (row.status == Status.ROUTED and row.holder is not None)
    facts = shown(REQUESTS, row)
    return render_template(
        "service_request/show.html",
        **facts,
        titles=_titles(session),
        choices=_choices(session, row, facts["steps"]) if movable else [],
        form=form,
        blank=Form(ReasonSchema()),
        doing=doing,
        movable=movable,
        seen=seen(session, f"request:{id}"),
    )


def _choices(session: Session, row: ServiceRequest, steps: Sequence[RequestStep]) -> list[Choice]:
    """Who has least in hand first; neither where it came from nor who is asked already."""
    origin = station.by_name(session, row.first_station).center
    loads, back = REQUESTS.loads(session), given_back(steps)
    found = [
        Choice(one.name, one.title, loads.get(one.name, 0), back.get(one.name, ""))
        for one in center.everyone(session)
        if one.name not in (origin, row.holder)
    ]
    return sorted(found, key=lambda one: (bool(one.gave_back), one.load, one.title))


def _titles(session: Session) -> dict[str, str]:
    return station.all_titles(session) | {one.name: one.title for one in center.everyone(session)}
