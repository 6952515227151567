"""Certifying: what waits by activity and sheet, and one press for all of a group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from marshmallow import Schema
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from shared.asked import uuid_in
from shared.clock import business_now
from shared.database import transaction
from shared.errors import InvalidError
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.sentences import sentence_of
from station.actions.certification import (
    Lowering,
    certify_records,
    reject_records,
    second_records,
)
from station.database import db
from station.domain.certification import CERTIFIER, SECOND_OFFICER, hours_typed
from station.models.certification_list import groups, waiting_lines
from station.models.ledger import Line, lines_of
from station.pages.ticked import ticked, told
from station.sentences import SENTENCES

blueprint = Blueprint("certification_page", __name__, url_prefix="/certification")


@blueprint.get("")
@needs("record.certify")
def list_waiting() -> str:
    """The groups that wait, the oldest service first."""
    return render_template("certification/list.html", groups=groups(db.session()))


@blueprint.get("/group")
@needs("record.certify")
def show_group() -> str:
    """A group's records, all ticked; whoever differs is left out or lowered."""
    step = SECOND_OFFICER if request.args.get("step") == SECOND_OFFICER else CERTIFIER
    activity, sheet = (uuid_in(request.args.get(name, "")) for name in ("activity", "sheet"))
    lines = waiting_lines(db.session(), step, activity, sheet)
    every = MultiDict(("ids", str(line.record.id)) for line in lines)
    return _group(lines, step, Form(Schema(), every))


@blueprint.post("")
@needs("record.certify")
def post_certification() -> Response | str | tuple[str, int]:
    """The first officer's act on what is ticked; `hours-<id>` lowers one, with its reason.

    Nothing is certified while one of them is no number.
    """
    bulk, now, form = ticked(), business_now(), sent_form(Schema())
    lowerings = _lowerings(form, bulk.ids)
    if form.errors:
        return _group(_beside(bulk.ids), CERTIFIER, form), 422
    with transaction(db) as session:
        results = certify_records(session, current_actor(), now, bulk, lowerings)
    done = _("已认定 %(n)s 条。", n=len(bulk.ids))
    return told(results, _("认定"), done)


@blueprint.post("/second")
@needs("record.certify")
def post_second() -> Response | str:
    """The second officer's act on what is ticked."""
    bulk = ticked()
    with transaction(db) as session:
        results = second_records(session, current_actor(), business_now(), bulk)
    return told(results, _("复核"), _("已复核 %(n)s 条。", n=len(bulk.ids)))


@blueprint.post("/rejection")
@needs("record.certify")
def post_rejection() -> Response | str:
    """What is ticked isn't certified, for one reason."""
    bulk, reason = ticked(), request.form.get("reason", "")
    with transaction(db) as session:
        results = reject_records(session, current_actor(), business_now(), bulk, reason)
    return told(results, _("驳回"), _("已驳回 %(n)s 条。", n=len(bulk.ids)))


def _lowerings(form: Form, ids: Iterable[UUID]) -> dict[UUID, Lowering]:
    """Those that were typed; what can't be one stands as an error at its field."""
    found = {}
    for record in ids:
        reason = form.value(f"why-{record}").strip()
        try:
            hours = hours_typed(form.value(f"hours-{record}"), reason)
        except InvalidError as refusal:
            sentence = sentence_of(SENTENCES, refusal.code, refusal.values)
            form.errors[f"hours-{record}"] = sentence
            continue
        if hours is not None:
            found[record] = Lowering(hours, reason)
    return found


def _beside(ids: Sequence[UUID]) -> list[Line]:
    """The group of what was ticked: all that waits of its activity or sheet."""
    ticked_ones = lines_of(db.session(), ids)
    record = next(iter(ticked_ones.values())).record if ticked_ones else None
    if record is None:
        return []
    return waiting_lines(db.session(), CERTIFIER, record.activity_id, record.import_id)


def _group(lines: Sequence[Line], step: str, form: Form) -> str:
    return render_template("certification/group.html", lines=lines, step=step, form=form)
