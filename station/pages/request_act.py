"""What is done to a request besides: found, declined, its contact shown, two compared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.asked import uuid_in
from shared.clock import business_now
from shared.database import transaction
from shared.errors import NotFoundError
from shared.web.edit import require_unchanged, seen
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.track_cookie import let_follow
from station.actions.contact_showing import show_contact
from station.actions.service_request import decline_request, judge_double
from station.database import db
from station.models.request_page import opened
from station.models.request_queue import MOST_FOUND, found
from station.models.service_request import by_id
from station.models.station_state import station_state
from station.pages.service_request import blueprint
from station.schemas.service_request import RequestReasonSchema


@blueprint.post("/finding")
@needs("request.read")
def find_request() -> Response | str:
    """By tracking code or telephone, which no address may hold: the one, or several to choose."""
    session, typed = db.session(), request.form.get("typed", "").strip()[:60]
    rows = session.scalars(found(session, typed).limit(MOST_FOUND)).all() if typed else []
    if len(rows) == 1:
        return redirect(url_for("request_page.show_request", request_id=rows[0].id))
    return render_template("service_request/found.html", rows=rows, typed=typed)


@blueprint.get("/<uuid:request_id>/decline")
@needs("request.write")
def new_decline(request_id: UUID) -> str:
    """What declining means, and the reason that the requester will read."""
    return _decline_page(request_id, open_form(RequestReasonSchema()))


@blueprint.post("/<uuid:request_id>/decline")
@needs("request.write")
def post_decline(request_id: UUID) -> Response | tuple[str, int]:
    """It can't be done."""
    form = sent_form(RequestReasonSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            require_unchanged(session, f"request:{request_id}")
            decline_request(session, current_actor(), business_now(), request_id, typed["reason"])
        return True

    if form.submit(write) is None:
        return _decline_page(request_id, form), 422
    say(_("已婉拒。居民查询时看得到原因和本站电话。"))
    return redirect(url_for("request_page.show_request", request_id=request_id))


@blueprint.post("/<uuid:request_id>/contact-showing")
@needs("request.show_contact")
def post_showing(request_id: UUID) -> Response:
    """Name, telephone and address for ten minutes; who, when and why is logged."""
    with transaction(db) as session:
        reason = request.form.get("reason", "")
        show_contact(session, current_actor(), business_now(), request_id, reason)
    return redirect(url_for("request_page.show_request", request_id=request_id))


@blueprint.post("/<uuid:request_id>/slip")
@needs("request.read")
def post_slip(request_id: UUID) -> Response:
    """The slip with the code, for whoever stands at the counter: the page that prints it."""
    code = by_id(db.session(), request_id).tracking_code
    if code is None:
        raise NotFoundError("service_request.unknown")
    return let_follow(redirect(url_for("ask.show_done")), code)


@blueprint.post("/<uuid:request_id>/verdict")
@needs("request.write")
def post_verdict(request_id: UUID) -> Response:
    """Whether it is one with another."""
    other, same = uuid_in(request.form.get("other", "")), request.form.get("same") == "true"
    if other is None:
        raise NotFoundError("service_request.unknown")
    with transaction(db) as session:
        judge_double(session, (current_actor(), business_now()), request_id, other, same=same)
    say(_("记下了：是同一件。要并作一件，就婉拒其中一件。") if same else _("记下了：是两件事。"))
    return redirect(url_for("request_page.show_request", request_id=request_id))


def _decline_page(request_id: UUID, form: Form) -> str:
    session = db.session()
    return render_template(
        "service_request/decline.html",
        row=opened(session, request_id).row,
        form=form,
        seen=seen(session, f"request:{request_id}"),
        phone=station_state(session).phone,
    )
