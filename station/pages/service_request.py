"""需求: the queue, and one request with who has it and what is to be decided."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from shared.asked import uuid_in
from shared.clock import ZONE, business_now, local_day, machine_now
from shared.database import transaction
from shared.domain.contact_showing import Reason, ends_at, masked
from shared.domain.promise import kept_until
from shared.domain.service_request import Status
from shared.domain.tracking_code import shown as code_shown
from shared.web.address import code_picture
from shared.web.edit import Past, history, require_unchanged
from shared.web.export import excel
from shared.web.form import Form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.say import say
from shared.web.secret import keep_nowhere
from shared.web.tier import this_settings
from shared.web.wish_word import wishes_said
from shared.web.word import word
from station.actions.escalation import is_undoable
from station.actions.service_request import accept_request
from station.database import db
from station.domain.service_request import Acceptance
from station.models.candidate import Proposed, proposed
from station.models.contact_showing import SHOWN
from station.models.district import districts
from station.models.front_door import followed_at
from station.models.order_view import views_of_request
from station.models.request_double import possible_doubles
from station.models.request_figures import standing
from station.models.request_note import notes_of
from station.models.request_page import Opened, opened
from station.models.request_queue import OPEN, PARTS, Wanted, counts, in_order, listed
from station.models.request_step import steps_of
from station.models.service_item import active_items
from station.models.service_request import ServiceRequest
from station.pages.proposal_word import left_out_of, people_of
from station.pages.request_thread import judged, thread
from station.schemas.service_request import AcceptanceSchema

blueprint = Blueprint("request_page", __name__, url_prefix="/requests")
ALL = "all"
NEW = frozenset({Status.RECEIVED, Status.ROUTED})
DISPATCHING = frozenset({*NEW, Status.ACCEPTED, Status.DISPATCHED})
LISTING = Listing(
    "requests",
    (
        Column("number", _l("编号"), lambda one: one.number, ServiceRequest.number),
        Column("item", _l("要办什么"), lambda one: one.item_name, ServiceRequest.item_name),
        Column("district", _l("片区"), lambda one: one.district, ServiceRequest.district),
        Column("status", _l("状态"), lambda one: word(f"request:{one.status}")),
        Column("promised", _l("期限"), lambda one: last_day(one), ServiceRequest.promised_at),
        Column(
            "received",
            _l("收到"),
            lambda one: one.received_at.astimezone(ZONE).replace(tzinfo=None),
            ServiceRequest.received_at,
            start=False,
        ),
        Column("stars", _l("星级"), lambda one: one.stars, ServiceRequest.stars, start=False),
    ),
    filters=("q", "part", "item", "district"),
)


def last_day(row: ServiceRequest) -> date | None:
    """The last day on which the next step keeps the promise; None where none is made."""
    return kept_until(row.promised_at)


@blueprint.get("")
@needs("request.read")
def list_requests() -> str | Response:
    """The queue: urgent, past the promise, star holders, then by waiting time."""
    asked, session, now = LISTING.ask(), db.session(), business_now()
    part = asked.filters.get("part", OPEN)
    chosen = Wanted(
        part if part in PARTS else "",
        asked.filters.get("q", "")[:100],
        asked.filters.get("item", "")[:40],
        uuid_in(asked.filters.get("district", "")),
    )
    query = listed(chosen).order_by(*asked.order(), *in_order(now))
    rows = rows_of(session, query, asked)
    if asked.excel:
        return excel(rows)
    return render_template(
        "service_request/list.html",
        rows=rows,
        counts=counts(session),
        standing=standing(session, now),
        parts=[*PARTS, ALL],
        part=part,
        saved=saved_filters(LISTING.name),
        items=active_items(session),
        districts=districts(session),
        last_day=last_day,
    )


@blueprint.get("/<uuid:request_id>")
@needs("request.read")
def show_request(request_id: UUID) -> str:
    """Who has it since when and until when, the matter, the decision, what happened."""
    found = opened(db.session(), request_id)
    initial = {
        "item": found.row.item_code,
        "category": found.row.category,
        "district": found.row.district_id,
        "urgent": found.row.urgency == "urgent",
    }
    typed = MultiDict({k: _typed(v) for k, v in initial.items() if v})
    return _page(found, Form(AcceptanceSchema(), typed))


@blueprint.post("/<uuid:request_id>/acceptance")
@needs("request.write")
def post_acceptance(request_id: UUID) -> Response | tuple[str, int]:
    """It can be done here: placed, and next it is given to somebody."""
    form = sent_form(AcceptanceSchema())
    form.key = ""

    def write(given: Acceptance) -> bool:
        with transaction(db) as session:
            require_unchanged(session, f"request:{request_id}")
            accept_request(session, current_actor(), business_now(), request_id, given)
        return True

    if form.submit(write) is None:  # type: ignore[arg-type]
        return _page(opened(db.session(), request_id), form), 422
    say(_("已受理。居民现在查询就能看到。"))
    return redirect(url_for("request_page.show_request", request_id=request_id))


def _page(found: Opened, form: Form) -> str:
    session, row = db.session(), found.row
    subject, status = f"request:{row.id}", Status(row.status)
    past, notes = history(session, subject), notes_of(session, row.id)
    keep_nowhere()
    is_here = row.holder == this_settings().name
    is_new = is_here and status in NEW
    verdicts, steps = judged(notes), steps_of(session, row.id)
    was_sent = not is_new or any(step.status == Status.DISPATCHED for step in steps)
    doubles = possible_doubles(session, found.marks, row.id) if is_new else []
    sent = (
        proposed(session, row, found.item, local_day(business_now()))
        if is_here and status in DISPATCHING
        else Proposed.nobody()
    )
    return render_template(
        "service_request/show.html",
        row=row,
        **_tracked(found),
        form=form,
        contact=masked(found.contact) if found.contact else None,
        clear=found.contact,
        left=_seconds_left(past),
        thread=thread(steps, notes, past),
        because=steps[-1].reason if steps else "",
        doubles=[one for one in doubles if one.request.number not in verdicts],
        items=active_items(session) if is_new else (),
        districts=districts(session) if is_new else (),
        is_new=is_new,
        is_here=is_here,
        is_undoable=is_undoable(session, row),
        orders=views_of_request(session, row.id) if was_sent else (),
        people=people_of(sent),
        left_out=left_out_of(sent),
        wished=wishes_said(row.wished, local_day(business_now())),
        last_day=last_day(row),
        seen=str(past[0].line.id) if past else "-",
        reasons=[*Reason],
    )


def _tracked(found: Opened) -> dict[str, Any]:
    """The code and where residents follow by it; nowhere but by telephone where none reaches us."""
    code, reach = found.row.tracking_code, followed_at(found.row, found.reach)
    if not code:
        return {"code": ""}
    shown = code_shown(code)
    return {"code": shown, "reach": reach, "code_picture": code_picture(reach, shown)}


def _seconds_left(past: list[Past]) -> int:
    """How long the reader still sees the contact by the log; 0: it is masked."""
    mine, now = current_actor().id, machine_now()
    shown = (p.line for p in past if p.line.action == SHOWN and p.line.actor_id == mine)
    ends = ends_at(next((line.machine_at for line in shown), None), now)
    return 0 if ends is None else max(1, int((ends - now).total_seconds()))


def _typed(value: Any) -> str:
    return "true" if value is True else str(value)
