"""/exemptions: months in which a station need not hold a group activity, for a reason on record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from center.actions.exemption import Grant, grant_exemption, withdraw_exemption
from center.database import db
from center.models import exemption, station
from center.schemas.exemption import GrantSchema
from shared.clock import business_now
from shared.database import transaction
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say

blueprint = Blueprint("exemption_page", __name__, url_prefix="/exemptions")


@blueprint.get("")
@needs("exemption.list")
def list_exemptions() -> str:
    """All that were ever granted, withdrawn ones too, beside the form for another."""
    initial = {"station": request.args.get("station", "")}
    return _page(open_form(GrantSchema(), initial))


@blueprint.post("")
@needs("exemption.grant")
def post_exemption() -> Response | tuple[str, int]:
    """Waives the group activity of some months, at one station or at all."""
    form = sent_form(GrantSchema())
    if form.submit(_grant) is None:
        return _page(form), 422
    say(_("已免开，各站月报表上写“免”。"))
    return redirect(url_for(".list_exemptions"))


@blueprint.post("/<uuid:id>/withdrawal")
@needs("exemption.grant")
def post_withdrawal(id: UUID) -> Response:
    """Takes it back; it stays on record."""
    with transaction(db) as session:
        withdraw_exemption(session, current_actor(), business_now(), id)
    say(_("已收回。这几个月没有集中服务的，重新标出来。"))
    return redirect(url_for(".list_exemptions"))


def _grant(sent: dict[str, Any]) -> UUID:
    with transaction(db) as session:
        wanted = sent | {"station": sent["station"] or None}
        return grant_exemption(session, current_actor(), business_now(), Grant(**wanted)).id


def _page(form: Form) -> str:
    session = db.session()
    return render_template(
        "exemption/list.html",
        form=form,
        granted=exemption.newest_first(session),
        titles=station.titles(session),
    )
