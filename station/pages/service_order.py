"""Orders at the clerk's desk: offered, answered for, called off, disputed, and their list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.service_order import Status
from shared.errors import ConflictError
from shared.web.edit import history
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.sign_form import DisputeFormSchema
from shared.web.word import word
from station.actions.order_done import dispute_order
from station.actions.service_order import cancel_order, offer_order
from station.database import db
from station.models.attendance import in_service
from station.models.candidate import proposed
from station.models.order_view import joined, views_of
from station.models.request_page import opened as request_opened
from station.models.service_order import ServiceOrder
from station.models.signature import lines_of_order, links_of, signatures_of, slips_of_order
from station.models.team import teams
from station.pages import order_part
from station.pages.order_part import DESK, choosable, opened
from station.schemas.order_page import (
    OfferPageSchema,
    ReasonPageSchema,
    offer_of,
)

blueprint = Blueprint(DESK, __name__)
LISTING = Listing(
    "orders",
    (
        Column("number", _l("编号"), lambda one: one.order.number, ServiceOrder.number),
        Column("what", _l("要办什么"), lambda one: one.what or word(one.order.category)),
        Column("assignee", _l("派给"), lambda one: one.assignee),
        Column("visit_on", _l("约定"), lambda one: one.order.visit_on, ServiceOrder.visit_on),
        Column(
            "status",
            _l("状态"),
            lambda one: word(f"order:{one.order.status}"),
            ServiceOrder.status,
        ),
    ),
    filters=("status",),
    sort="-number",
)


@blueprint.get("/orders")
@needs("order.read")
def list_orders() -> str | Response:
    """The newest first, by state."""
    asked, session = LISTING.ask(), db.session()
    query = select(ServiceOrder.id)
    if (status := asked.filters.get("status", "")) in {*Status}:
        query = query.where(ServiceOrder.status == status)
    found = rows_of(session, query.order_by(*asked.order(), ServiceOrder.id.desc()), asked)
    views = views_of(session, joined().where(ServiceOrder.id.in_(found.items)))
    by_id = {one.order.id: one for one in views}
    rows = replace(found, items=[by_id[id] for id in found.items])
    if asked.excel:
        return excel(rows)
    return render_template("service_order/list.html", rows=rows, statuses=[*Status])


@blueprint.get("/requests/<uuid:request_id>/order")
@needs("order.write")
def new_order(request_id: UUID) -> str:
    """To whom and when; those who are proposed come first."""
    chosen = request.args.get("volunteer", "")
    initial = {"assignee": f"volunteer:{chosen}"} if chosen else {}
    return _offer_page(request_id, open_form(OfferPageSchema(), initial))


@blueprint.post("/requests/<uuid:request_id>/order")
@needs("order.write")
def post_order(request_id: UUID) -> Response | tuple[str, int]:
    """Asks them; they answer on their phone or by telephone."""
    form = sent_form(OfferPageSchema())
    form.places = {"volunteer": "assignee"}

    def write(typed: dict[str, Any]) -> UUID:
        with transaction(db) as session:
            offer = offer_of(typed)
            return offer_order(session, current_actor(), business_now(), request_id, offer).id

    done = form.submit(write)
    if done is None:
        return _offer_page(request_id, form), 422
    say(_("已派单，等答复。"))
    return redirect(url_for("order_page.show_order", order_id=done))


@blueprint.get("/orders/<uuid:order_id>")
@needs("order.read")
def show_order(order_id: UUID) -> str:
    """Who has it, what was done and signed, and what is to be done next."""
    session, view = db.session(), opened(order_id)
    return render_template(
        "service_order/show.html",
        view=view,
        choosable=choosable(view),
        lines=lines_of_order(session, order_id),
        links=links_of(session, order_id),
        signatures=signatures_of(session, order_id),
        photos=slips_of_order(session, order_id),
        history=history(session, f"order:{order_id}"),
    )


@blueprint.post("/orders/<uuid:order_id>/acceptance")
@needs("order.write")
def post_acceptance(order_id: UUID) -> Response:
    """They said yes to the clerk."""
    return order_part.accept(order_id, DESK)


@blueprint.post("/orders/<uuid:order_id>/refusal")
@needs("order.write")
def post_refusal(order_id: UUID) -> Response:
    """They said no to the clerk."""
    return order_part.refuse(order_id, DESK)


@blueprint.get("/orders/<uuid:order_id>/completion")
@needs("order.write")
def new_completion(order_id: UUID) -> str:
    """What they told the clerk, or what stands on their slip."""
    return order_part.new_completion(order_id, DESK)


@blueprint.post("/orders/<uuid:order_id>/completion")
@needs("order.write")
def post_completion(order_id: UUID) -> Response | tuple[str, int]:
    """Next the recipient signs."""
    return order_part.post_completion(order_id, DESK)


@blueprint.post("/orders/<uuid:order_id>/link")
@needs("order.write")
def post_link(order_id: UUID) -> Response:
    """The link to send to whom was served."""
    return order_part.post_link(order_id, DESK)


@blueprint.get("/orders/<uuid:order_id>/<any(cancellation,dispute):what>")
@needs("order.write")
def new_ending(order_id: UUID, what: str) -> str:
    """Why it is called off, or what the recipient says is wrong."""
    schema = ReasonPageSchema() if what == "cancellation" else DisputeFormSchema()
    return _ending_page(order_id, what, open_form(schema))


@blueprint.post("/orders/<uuid:order_id>/cancellation")
@needs("order.write")
def post_cancellation(order_id: UUID) -> Response | tuple[str, int]:
    """Called off; the request waits to be given to somebody again."""
    form = sent_form(ReasonPageSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            cancel_order(session, current_actor(), business_now(), order_id, typed["reason"])
        return True

    if form.submit(write) is None:
        return _ending_page(order_id, "cancellation", form), 422
    say(_("服务单已取消。"))
    return redirect(url_for("order_page.show_order", order_id=order_id))


@blueprint.post("/orders/<uuid:order_id>/dispute")
@needs("order.write")
def post_dispute(order_id: UUID) -> Response | tuple[str, int]:
    """What the recipient told the clerk; whoever served reports again."""
    form = sent_form(DisputeFormSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            dispute_order(session, current_actor(), business_now(), order_id, typed["words"])
        return True

    if form.submit(write) is None:
        return _ending_page(order_id, "dispute", form), 422
    say(_("已记下，等改报。"))
    return redirect(url_for("order_page.show_order", order_id=order_id))


def _offer_page(request_id: UUID, form: Form) -> str:
    session, today = db.session(), local_day(business_now())
    asked = request_opened(session, request_id)
    row = asked.row
    found = proposed(session, row, asked.item, today)
    first = [one.volunteer for one in found.proposals.proposed]
    people = [(f"volunteer:{id}", name) for id, name in in_service(session, today)]
    ranked = {f"volunteer:{id}": place for place, id in enumerate(first)}
    people.sort(key=lambda pair: ranked.get(pair[0], len(ranked)))
    return render_template(
        "service_order/new.html",
        row=row,
        form=form,
        people=people,
        proposed=set(ranked),
        teams=[(f"team:{one.id}", one.name) for one in teams(session)],
        today=today,
    )


def _ending_page(order_id: UUID, what: str, form: Form) -> str:
    view = opened(order_id)
    if what == "dispute" and view.order.status != Status.DONE:
        raise ConflictError("service_order.not_movable")
    return render_template("service_order/ending.html", view=view, what=what, form=form)
