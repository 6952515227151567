"""A request that goes on: passed to the center, wanted back, another station's given back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.service_request import Why
from shared.web.edit import require_unchanged, seen
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.wish_word import wishes_said
from station.actions.escalation import (
    Confirmed,
    confirm_escalation,
    return_request,
    take_back_request,
    undo_acceptance,
)
from station.actions.service_request import withdraw_request
from station.database import db
from station.domain.escalation import proposed_for
from station.models.candidate import proposed
from station.models.request_page import Opened, opened
from station.models.request_situation import situation_of
from station.pages.service_request import blueprint
from station.schemas.escalation import EscalationSchema
from station.schemas.service_request import RequestReasonSchema


@blueprint.get("/<uuid:request_id>/escalation")
@needs("request.write")
def new_escalation(request_id: UUID) -> str:
    """What leaves and what stays; a text to confirm, and why the system proposes it."""
    found, why = _situation(request_id)
    typed = {"text": _text(found), "why": why[0] if why else None}
    return _escalation_page(found, why, open_form(EscalationSchema(), typed))


@blueprint.post("/<uuid:request_id>/escalation")
@needs("request.write")
def post_escalation(request_id: UUID) -> Response | tuple[str, int]:
    """The center has it from now on."""
    form = sent_form(EscalationSchema())
    form.places = {"routing_text": "text"}

    def write(confirmed: Confirmed) -> bool:
        with transaction(db) as session:
            require_unchanged(session, f"request:{request_id}")
            confirm_escalation(session, current_actor(), business_now(), request_id, confirmed)
        return True

    if form.submit(write) is None:  # type: ignore[arg-type]
        return _escalation_page(*_situation(request_id), form), 422
    say(_("已转服务中心。居民用同一个查询码看得到每一步。"))
    return _shown(request_id)


@blueprint.post("/<uuid:request_id>/acceptance-undoing")
@needs("request.write")
def post_undoing(request_id: UUID) -> Response:
    """A slip: within half a minute nobody has heard of it."""
    with transaction(db) as session:
        undo_acceptance(session, current_actor(), business_now(), request_id)
    say(_("受理已撤回，还没告诉别处。"))
    return _shown(request_id)


@blueprint.post("/<uuid:request_id>/taking-back")
@needs("request.write")
def post_taking_back(request_id: UUID) -> Response:
    """Asks the center for it."""
    with transaction(db) as session:
        take_back_request(session, current_actor(), business_now(), request_id)
    say(_("已问服务中心，没人接下就收得回来。"))
    return _shown(request_id)


@blueprint.post("/<uuid:request_id>/withdrawal")
@needs("request.write")
def post_withdrawal(request_id: UUID) -> Response:
    """Its requester said so, at the counter or on the telephone."""
    with transaction(db) as session:
        row = withdraw_request(session, current_actor(), business_now(), request_id)
        is_asked = bool(row.pending)
    say(_("已问服务中心，没办好就撤得回来。") if is_asked else _("已撤回。"))
    return _shown(request_id)


@blueprint.get("/<uuid:request_id>/return")
@needs("request.write")
def new_return(request_id: UUID) -> str:
    """What giving it back means, and why."""
    return _return_page(request_id, open_form(RequestReasonSchema()))


@blueprint.post("/<uuid:request_id>/return")
@needs("request.write")
def post_return(request_id: UUID) -> Response | tuple[str, int]:
    """Another station's request goes back to the center."""
    form = sent_form(RequestReasonSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            require_unchanged(session, f"request:{request_id}")
            return_request(session, current_actor(), business_now(), request_id, typed["reason"])
        return True

    if form.submit(write) is None:
        return _return_page(request_id, form), 422
    say(_("已退回服务中心。这里不再留居民的姓名、电话和地址。"))
    return _shown(request_id)


def _situation(request_id: UUID) -> tuple[Opened, Sequence[Why]]:
    session, now = db.session(), business_now()
    found = opened(session, request_id)
    sent = proposed(session, found.row, found.item, local_day(now)) if found.row.category else None
    fitting = None if sent is None else len(sent.proposals.proposed)
    return found, proposed_for(situation_of(session, found.row, now, fitting))


def _text(found: Opened) -> str:
    """A beginning for the clerk: what and when, nothing that the resident wrote."""
    wished = wishes_said(found.row.wished, local_day(business_now()))
    parts = (found.row.item_name, _("希望%(when)s", when=wished) if wished else "")
    return str(_("，")).join(part for part in parts if part)


def _escalation_page(found: Opened, why: Sequence[Why], form: Form) -> str:
    row = found.row
    return render_template(
        "service_request/escalation.html",
        row=row,
        form=form,
        proposed=why,
        reasons=[*Why],
        wished=wishes_said(row.wished, local_day(business_now())),
        seen=seen(db.session(), f"request:{row.id}"),
    )


def _return_page(request_id: UUID, form: Form) -> str:
    session = db.session()
    return render_template(
        "service_request/return.html",
        row=opened(session, request_id).row,
        form=form,
        seen=seen(session, f"request:{request_id}"),
    )


def _shown(request_id: UUID) -> Response:
    return redirect(url_for("request_page.show_request", request_id=request_id))
