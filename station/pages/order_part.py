"""What a clerk's page of an order and a volunteer's own have in common: forms, and what they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day, machine_now
from shared.database import transaction
from shared.documents import qr
from shared.domain.one_time_signature import LIFETIME
from shared.domain.service_order import Status
from shared.errors import NotFoundError
from shared.web.address import reached_at
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor
from shared.web.say import say
from shared.web.secret import once
from station.actions.order_done import report_done
from station.actions.order_step import check_serves
from station.actions.service_order import Answer, answer_order
from station.actions.signature import make_link
from station.database import db
from station.models.order_view import OrderView, Person, reach_for, view_of
from station.models.signature import lines_of_order
from station.models.team import members_of
from station.schemas.order_page import (
    AcceptPageSchema,
    DonePageSchema,
    ReasonPageSchema,
    done_of,
)

OWN = "own_order_page"
DESK = "order_page"
REPORTABLE = (Status.ACCEPTED, Status.DISPUTED)


def opened(order_id: UUID) -> OrderView:
    """The order, for whoever serves by it or works at the station."""
    session = db.session()
    view = view_of(session, order_id)
    if view is None:
        raise NotFoundError("service_order.unknown")
    check_serves(session, current_actor(), view.order)
    return view


def choosable(view: OrderView) -> Sequence[Person]:
    """Who may go by an order that waits for its answer: of a team its members."""
    team = view.order.team_id
    if team is None or view.order.status != Status.OFFERED:
        return ()
    members = members_of(db.session(), [team]).get(team, [])
    return [Person(one.id, one.name) for one in members]


def accept(order_id: UUID, at: str) -> Response:
    """Yes; of a team with those who were ticked."""
    form = sent_form(AcceptPageSchema())
    people = form.schema.load({"people": form.values("people")})["people"]
    with transaction(db) as session:
        answer = Answer(True, people=tuple(people))
        answer_order(session, current_actor(), business_now(), order_id, answer)
    say(_("已接单。到时请带上义工证。") if at == OWN else _("已记下：答应去。"))
    return redirect(url_for(f"{at}.show_order", order_id=order_id))


def refuse(order_id: UUID, at: str) -> Response:
    """No, with the reason; without one nothing is written, and the page says so."""
    form = sent_form(ReasonPageSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            answer = Answer(False, typed["reason"])
            answer_order(session, current_actor(), business_now(), order_id, answer)
        return True

    if form.submit(write) is None:
        say(_("请写明原因。"))
        return redirect(url_for(f"{at}.show_order", order_id=order_id))
    say(_("已告诉工作站，另找人去。") if at == OWN else _("已记下：去不了。"))
    return redirect(url_for(f"{at}.show_order", order_id=order_id))


def new_completion(order_id: UUID, at: str) -> str:
    """The form of what was done, filled in with what was agreed upon or told before."""
    view = opened(order_id)
    order, lines = view.order, lines_of_order(db.session(), order_id)
    initial: dict[str, Any] = {
        "day": min(order.visit_on or local_day(business_now()), local_day(business_now())),
        "start": order.start,
        "end": order.end,
        "place": view.district,
        "people": [str(one.volunteer) for one in view.people],
    }
    for line in lines[:1]:
        record = line.record
        names = ("day", "start", "end", "break_minutes", "content", "place")
        initial |= {name: getattr(record, name) for name in names}
    return _completion_page(view, at, open_form(DonePageSchema(), initial))


def post_completion(order_id: UUID, at: str) -> Response | tuple[str, int]:
    """Writes the records; next the recipient signs."""
    form = sent_form(DonePageSchema())
    form.places = {"parts": "people", "visit_on": "day"}

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            done = done_of(typed, request.form)
            report_done(session, current_actor(), business_now(), order_id, done)
        return True

    if form.submit(write) is None:
        return _completion_page(opened(order_id), at, form), 422
    say(_("已报完成。请服务对象确认时长、评价、签字。"))
    return redirect(url_for(f"{at}.show_order", order_id=order_id))


def post_link(order_id: UUID, at: str) -> Response:
    """The link and its code, shown this once."""
    with transaction(db) as session:
        token = make_link(session, current_actor(), business_now(), order_id)
    view = opened(order_id)
    address = reached_at(reach_for(db.session(), view), "sign_page.show_signing", token=token)
    page = render_template(
        "service_order/link.html",
        view=view,
        at=at,
        address=address,
        here=url_for("sign_page.show_signing", token=token),
        code=qr.inline(address, _("二维码：请服务对象扫码签字")) if address else "",
        ends=machine_now() + LIFETIME,
    )
    return once(page)


def _completion_page(view: OrderView, at: str, form: Form) -> str:
    own = {
        name: request.form[name]
        for one in view.people
        for name in (f"start-{one.volunteer}", f"end-{one.volunteer}")
        if name in request.form
    }
    return render_template(
        "service_order/completion.html", view=view, at=at, form=form, own_times=own
    )
