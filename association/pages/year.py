"""The stations' years: which are in, which differ, which are still missing; sent back by hand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from association.actions.year import Return, return_year
from association.database import db
from association.domain.year import Status
from association.models import station, year
from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say

blueprint = Blueprint("year_page", __name__, url_prefix="/years")


class ReturnSchema(Schema):
    """What the station is to mend."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


@blueprint.get("")
@needs("year.read")
def list_years() -> str:
    """Every station that is expected in the year."""
    last = local_day(business_now()).year - 1
    return _page(year_in(request.args.get("year", ""), last), None)


@blueprint.post("/<int:asked>/<name>/return")
@needs("year.return")
def post_return(asked: int, name: str) -> Response | tuple[str, int]:
    """Sends a station's year back through its center."""
    form = sent_form(ReturnSchema())

    def send(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            back = Return(name, asked, typed["reason"])
            return_year(session, current_actor(), business_now(), back)
        return True

    if form.submit(send) is None:
        return _page(asked, form), 422
    say(_("已退回，经服务中心送到工作站。"))
    return redirect(url_for("year_page.list_years", year=asked))


def _page(asked: int, form: Form | None) -> str:
    session = db.session()
    years = year.of_year(session, asked)
    expected = {found.name: found for found in station.at_work_in(session, asked)}
    rows = [(found, years.get(name)) for name, found in sorted(expected.items())]
    arrived = sum(came is not None and came.status == Status.IN for _home, came in rows)
    page = {"year": asked, "rows": rows, "arrived": arrived, "form": form or Form(ReturnSchema())}
    return render_template("year/list.html", **page)
