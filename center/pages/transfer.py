"""/transfers: volunteers on their way from one station to another, both sides side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from center.actions.transfer import decide_transfer
from center.database import db
from center.domain.decision import Decision
from center.models import station, transfer
from center.models.registration import Registration
from center.models.transfer import Transfer
from center.models.volunteer import Volunteer
from center.pages.thread import thread
from center.schemas.desk import TransferFormSchema
from shared.clock import business_now
from shared.database import transaction
from shared.domain.transfer import Status
from shared.web.edit import require_unchanged
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.word import word

blueprint = Blueprint("transfer_page", __name__, url_prefix="/transfers")


@blueprint.get("")
@needs("transfer.list")
def list_transfers() -> str | Response:
    """Those that wait for an answer, or those of another status."""
    session = db.session()
    titles = station.titles(session)
    columns = (
        Column("name", _l("姓名"), lambda row: row.name),
        Column("from", _l("原工作站"), lambda row: titles.get(row.from_station, "")),
        Column("to", _l("新工作站"), lambda row: titles[row.to_station], Transfer.to_station),
        Column("asked", _l("提出日"), lambda row: row.asked_on, Transfer.asked_on),
        Column("status", _l("状态"), lambda row: word(f"transfer:{row.status}")),
        Column("decided", _l("决定日"), lambda row: row.decided_on, Transfer.decided_on),
    )
    asked = Listing("transfers", columns, ("status",), "-asked").ask()
    status = asked.filters.get("status", Status.ASKED)
    query = select(Transfer).where(Transfer.status == status)
    rows = rows_of(session, query.order_by(*asked.order(), Transfer.id), asked)
    if asked.excel:
        return excel(rows)
    lengths = transfer.lengths(session)
    return render_template(
        "transfer/list.html", rows=rows, titles=titles, lengths=lengths, status=status
    )


@blueprint.get("/<uuid:id>")
@needs("transfer.list")
def show_transfer(id: UUID) -> str:
    """The question beside whom its number found here."""
    return _page(id, open_form(TransferFormSchema()))


@blueprint.post("/<uuid:id>/decision")
@needs("transfer.decide")
def post_decision(id: UUID) -> Response | tuple[str, int]:
    """Approves or refuses; both stations are told."""
    form = sent_form(TransferFormSchema())
    name = form.submit(lambda sent: _decide(id, sent))
    if name is None:
        return _page(id, form), 422
    if form.value("decision") == "approved":
        say(_("已批准%(name)s调动，原工作站收到后封送个人档案。", name=name))
    else:
        say(_("已拒绝%(name)s的调动，两个站都会看到理由。", name=name))
    return redirect(url_for(".list_transfers"))


def _decide(id: UUID, sent: dict[str, Any]) -> str:
    with transaction(db) as session:
        found = transfer.locked(session, id)
        require_unchanged(session, f"transfer:{id}")
        decision = Decision(sent["decision"], sent["reason"])
        decide_transfer(session, current_actor(), business_now(), id, decision)
        return found.name


def _page(id: UUID, form: Form) -> str:
    session = db.session()
    asked = transfer.by_id(session, id)
    person = session.get(Volunteer, asked.volunteer) if asked.volunteer else None
    titles = station.titles(session)
    return render_template(
        "transfer/show.html",
        asked=asked,
        person=person,
        form_of=session.get(Registration, person.registration) if person else None,
        titles=titles,
        form=form,
        thread=thread(session, titles, f"transfer:{id}"),
    )
