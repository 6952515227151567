"""The centers of the district with their stations, and where strangers reach this node."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy import select
from werkzeug.wrappers import Response

from association.actions.address import set_address
from association.database import db
from association.models.center import Center
from association.models.federation import TABLES
from association.models.station import Station
from shared.clock import business_now
from shared.database import transaction
from shared.federation.outbox import this_node
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say

blueprint = Blueprint("center_page", __name__, url_prefix="/centers")


class AddressSchema(Schema):
    """The address that goes into the QR of cards and certificates."""

    url = fields.String(validate=validate.Length(max=200))


@blueprint.get("")
@needs("center.read")
def list_centers() -> str:
    """Each center with its stations, closed ones too."""
    url = this_node(db.session(), TABLES).public_url
    return _page(open_form(AddressSchema(), {"url": url or ""}))


@blueprint.post("/address")
@needs("address.set")
def post_address() -> Response | tuple[str, int]:
    """Where scanned cards lead; printed ones lead to the old address."""
    form = sent_form(AddressSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            set_address(session, current_actor(), business_now(), typed.get("url", ""))
        return True

    if form.submit(write) is None:
        return _page(form), 422
    say(_("公开网址已存好，以后的二维码都带它。"))
    return redirect(url_for("center_page.list_centers"))


def _page(form: Form) -> str:
    session = db.session()
    stations: dict[str, list[Station]] = defaultdict(list)
    for found in session.scalars(select(Station).order_by(Station.name)):
        stations[found.center].append(found)
    centers = list(session.scalars(select(Center).order_by(Center.name)))
    return render_template("center/list.html", centers=centers, stations=stations, form=form)
