"""Transfers: a volunteer of another station who comes here, asked for in person; who goes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy import select
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.word import word
from station.actions.transfer import Newcomer, ask_transfer
from station.database import db
from station.models.transfer import Transfer

blueprint = Blueprint("transfer_page", __name__, url_prefix="/transfers")
LISTING = Listing(
    "transfers",
    (
        Column("name", _l("姓名"), lambda one: one.name),
        Column("direction", _l("调入调出"), lambda one: word(f"transfer:{one.direction}")),
        Column("status", _l("状态"), lambda one: word(f"transfer:{one.status}")),
        Column("asked_on", _l("提出"), lambda one: one.asked_on, Transfer.asked_on),
        Column("reason", _l("中心的话"), lambda one: one.reason),
    ),
    sort="-asked_on",
)


class AskSchema(Schema):
    """Number and name as on the ID card that the clerk saw."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=60))
    id_number = fields.String(required=True, validate=validate.Length(min=1, max=40))


@blueprint.get("")
@needs("transfer.read")
def list_transfers() -> str:
    """Who comes and who goes, the newest first."""
    return _page(open_form(AskSchema()))


@blueprint.post("")
@needs("transfer.write")
def post_transfer() -> Response | tuple[str, int]:
    """Asks the center for a volunteer of another station; it learns no digit."""
    form = sent_form(AskSchema())

    def ask(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            ask_transfer(session, current_actor(), business_now(), Newcomer(**typed))
        return True

    if form.submit(ask) is None:
        return _page(form), 422
    say(_("已请服务中心把%(name)s调来。", name=form.value("name")))
    return redirect(url_for("transfer_page.list_transfers"))


def _page(form: Form) -> str:
    asked = LISTING.ask()
    query = select(Transfer).order_by(*asked.order(), Transfer.id.desc())
    rows = rows_of(db.session(), query, asked)
    return render_template("transfer/list.html", rows=rows, form=form)
