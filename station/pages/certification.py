"""Certifying: what waits by activity and sheet, and one press for all of a group."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.asked import uuid_in
from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from station.actions.certification import (
    Lowering,
    certify_records,
    reject_records,
    second_records,
)
from station.database import db
from station.domain.certification import CERTIFIER, SECOND_OFFICER
from station.models.certification_list import groups, waiting_lines
from station.pages.ticked import ticked, told

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
    return render_template("certification/group.html", lines=lines, step=step)


@blueprint.post("")
@needs("record.certify")
def post_certification() -> Response | str:
    """The first officer's act on what is ticked; `hours-<id>` lowers one, with its reason."""
    bulk, now = ticked(), business_now()
    lowerings = {record: found for record in bulk.ids if (found := _lowering(record))}
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


def _lowering(record: UUID) -> Lowering | None:
    text = request.form.get(f"hours-{record}", "").strip()
    if not text.isdigit():
        return None
    return Lowering(int(text), request.form.get(f"why-{record}", "").strip())
