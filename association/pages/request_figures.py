"""需求's figures: what waits here, and the district's year by months and by stations."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from association.database import db
from association.domain.request_figures import Home, Line, year_of
from association.models import center
from association.models.service_request import REQUESTS
from association.models.station import Station
from association.models.tally import told_of_year
from association.pages.service_request import blueprint
from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.domain.month import months_of
from shared.domain.request_figures import Sum
from shared.request_query import ABOVE_US, OVER, QUEUES
from shared.web.login import needs
from shared.web.tier import this_settings


@blueprint.get("/figures")
@needs("request.list")
def show_figures() -> str:
    """From as many reports as were accepted and say anything; months that aren't over wait."""
    session, now, own = db.session(), business_now(), this_settings().name
    asked = year_in(request.args.get("year", ""), local_day(now).year)
    homes = session.scalars(select(Station).order_by(Station.center, Station.name)).all()
    centers = {one.name: one.title for one in center.everyone(session)}
    months = [month for month in months_of(asked) if month.ends <= now]
    worked = [Home(one.name, one.opened_on, one.closed_on) for one in homes]
    year = year_of(told_of_year(session, asked), worked, months)
    named = {one.name: f"{centers.get(one.center, '')} {one.title}" for one in homes}
    return render_template(
        "service_request/figures.html",
        year=asked,
        standing=REQUESTS.standing(session, own, now),
        lengths=REQUESTS.lengths(session, own),
        queues=[name for name in QUEUES if name not in (ABOVE_US, OVER)],
        months=[_row(_("%(n)s 月", n=one.month), line) for one, line in year.months.items()],
        stations=[_row(named[n], year.stations[n]) for n in named if n in year.stations],
        total=_row(_("合计"), year.total),
    )


def _row(label: object, line: Line) -> tuple[str, str, Sum, int]:
    return str(label), "", line.sum, line.owed
