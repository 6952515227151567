"""/registrations: the approval desk; queue left, what matters of one right, the decision below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from center.actions.doubt import beside
from center.actions.registration import confirm_claims, decide_registration
from center.database import db
from center.domain.decision import Decision
from center.models import photo, registration, station
from center.models.registration import QUEUES, WAITING, Registration
from center.pages.thread import thread
from center.schemas.desk import RegistrationFormSchema
from shared.clock import business_now
from shared.database import transaction
from shared.web.edit import require_unchanged
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, Rows, around, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.word import word

blueprint = Blueprint("registration_page", __name__, url_prefix="/registrations")
SAID = {
    "approved": _l("已批准%(name)s，工作站收到后就能发证、记服务。"),
    "confirmed": _l("已确认%(name)s的纸质审批。"),
    "returned": _l("已退回%(name)s的登记，工作站会看到您写的理由。"),
    "rejected": _l("%(name)s的登记不予通过，工作站会看到您写的理由。"),
}


LIST = "registration_page.list_registrations"


def listing(titles: Mapping[str, str]) -> Listing:
    """The queue; `show` names it. Names are encrypted, so the day of application orders it."""
    columns = (
        Column("name", _l("姓名"), lambda row: row.name),
        Column("station", _l("工作站"), lambda row: titles[row.station], Registration.station),
        Column("applied", _l("申请日"), lambda row: row.applied_on, Registration.applied_on),
        Column("status", _l("状态"), lambda row: word(row.status)),
        Column("decided", _l("审批日"), lambda row: row.decided_on, Registration.decided_on),
        Column("reason", _l("理由"), lambda row: row.reason),
    )
    return Listing("registrations", columns, ("show", "station"), "applied", LIST)


@blueprint.get("")
@needs("registration.list")
def list_registrations() -> str | Response:
    """The queue with its first registration."""
    queue = _queue(WAITING)
    if queue.rows.asked.excel:
        return excel(queue.rows)
    first = next(iter(queue.rows.items), None)
    return _desk(queue, first, None if first is None else _form(first))


@blueprint.get("/<uuid:id>")
@needs("registration.list")
def show_registration(id: UUID) -> str:
    """One registration, in its queue."""
    chosen = registration.by_id(db.session(), id)
    queue = _queue(registration.queue_of(chosen.status, chosen.claimed))
    return _desk(queue, chosen, _form(chosen))


@blueprint.post("/<uuid:id>/decision")
@needs("registration.decide")
def post_decision(id: UUID) -> Response | tuple[str, int]:
    """Approves, confirms the paper, returns or rejects; then the next of the queue opens."""
    form = sent_form(RegistrationFormSchema())
    name = form.submit(lambda sent: _decide(id, sent))
    if name is None:
        return _desk(_queue(WAITING), registration.by_id(db.session(), id), form), 422
    say(_(SAID[form.value("decision")], name=name))
    return redirect(_next())


def _decide(id: UUID, sent: dict[str, Any]) -> str:
    word = Decision(sent["decision"], sent["reason"], sent["version"])
    with transaction(db) as session:
        found = registration.by_id(session, id)
        if word.decision == "confirmed":
            _confirm(session, found)
        else:
            registration.locked(session, id)
            require_unchanged(session, f"registration:{id}")
            decide_registration(session, current_actor(), business_now(), id, word)
        return found.name


def _confirm(session: Session, found: Registration) -> None:
    """Its station is locked before the registration itself, as where many are confirmed."""
    station.locked(session, found.station)
    require_unchanged(session, f"registration:{found.id}")
    [row] = confirm_claims(session, current_actor(), business_now(), [found.id], 1)
    if row.refusal is not None:
        raise row.refusal


def _next() -> str:
    """The next of the queue; its beginning where there is none."""
    query: dict[str, Any] = {
        name: request.args[name] for name in ("show", "station") if name in request.args
    }
    try:
        following = UUID(request.form.get("_next", ""))
    except ValueError:
        return url_for(".list_registrations", **query)
    return url_for(".show_registration", id=following, **query)


@dataclass(frozen=True)
class Queue:
    """A page of a queue; `show` is its name, `titles` those of all stations."""

    show: str
    rows: Rows
    titles: Mapping[str, str]


def _queue(otherwise: str) -> Queue:
    titles = station.titles(db.session())
    asked = listing(titles).ask()
    named = asked.filters.get("show", "")
    show = named if named in QUEUES else otherwise
    query = registration.queue(show, asked.filters.get("station"))
    rows = rows_of(db.session(), query.order_by(*asked.order(), Registration.id), asked)
    return Queue(show, rows, titles)


def _form(chosen: Registration) -> Form:
    key = url_for(".show_registration", id=chosen.id)
    return open_form(RegistrationFormSchema(), {"version": chosen.version}, key)


def _desk(queue: Queue, chosen: Registration | None, form: Form | None) -> str:
    session = db.session()
    here = [chosen] if chosen and chosen not in queue.rows.items else []
    subject = f"registration:{chosen.id}" if chosen else ""
    before, after = around([row.id for row in queue.rows.items], chosen.id if chosen else None)
    return render_template(
        "registration/desk.html",
        queue=queue,
        rows=queue.rows,
        chosen=chosen,
        form=form,
        portrait_here=photo.is_here(session, chosen.photo) if chosen else False,
        beside=beside(session, [*queue.rows.items, *here]),
        lengths=registration.queue_lengths(session),
        before=before,
        after=after,
        thread=thread(session, queue.titles, subject),
    )
