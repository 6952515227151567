"""需求's figures: how they stand now, and the year by months."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _

from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.domain import request_figures
from shared.domain.request_figures import Sum
from shared.web.login import needs
from shared.web.tier import this_settings
from station.database import db
from station.models.request_figures import standing
from station.models.request_queue import ABOVE, OPEN, PARTS, counts
from station.models.year_told import ToldMonth, year_told
from station.pages.service_request import blueprint

NOW = (OPEN, "received", "accepted", "dispatched", "done", ABOVE)


@blueprint.get("/figures")
@needs("request.read")
def show_figures() -> str:
    """Open ones by status, the oldest, those past their promise; this year's months."""
    session, now = db.session(), business_now()
    year = year_in(request.args.get("year", ""), local_day(now).year)
    told = year_told(session, year, now)
    return render_template(
        "service_request/figures.html",
        year=year,
        standing=standing(session, now),
        counts=counts(session),
        parts=[part for part in PARTS if part in NOW],
        lines=[_line(one) for one in told],
        total=(_("全年"), "", _sum(*told), None),
    )


def _line(one: ToldMonth) -> tuple[str, str, Sum, None]:
    label = str(_("%(n)s 月", n=one.month.month))
    if not one.is_signed:
        label += str(_("（未封存）"))
    return label, "", _sum(one), None


def _sum(*months: ToldMonth) -> Sum:
    own = this_settings().name
    return request_figures.add_up({(own, one.month): one.told for one in months})
