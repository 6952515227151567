"""/stations: the schools of this center, how each stands, and the ways to let one in or out."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from center.database import db
from center.models import peer, station_list
from center.models.station import Station
from center.pages.report import lines_of
from center.pages.thread import thread
from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.web.export import excel
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, Rows
from shared.web.login import needs

blueprint = Blueprint("station_page", __name__, url_prefix="/stations")
LISTED = Listing(
    "stations",
    (
        Column("title", _l("工作站"), lambda row: row.station.title),
        Column("name", _l("节点"), lambda row: row.station.name, start=False),
        Column("serving", _l("在册义工"), lambda row: row.serving, number=True),
        Column("waiting", _l("待审登记"), lambda row: row.waiting, number=True),
        Column("reports", _l("待接受月报"), lambda row: row.reports, number=True),
        Column("opened", _l("启用日"), lambda row: row.station.opened_on),
        Column("closed", _l("停用日"), lambda row: row.station.closed_on, start=False),
        Column("last_ok", _l("最近联系"), lambda row: row.last_ok),
    ),
)


@blueprint.get("")
@needs("station.list")
def list_stations() -> str | Response:
    """In the order of their codes: no ranking."""
    found = station_list.standing(db.session())
    rows = Rows(LISTED.ask(), found, len(found))
    if rows.asked.excel:
        return excel(rows)
    pending = peer.pending(db.session())
    return render_template("station/list.html", rows=rows, pending=pending)


@blueprint.get("/<name>")
@needs("station.list")
def show_station(name: str) -> str:
    """One school: its year of reports, its people in numbers, its line, its history."""
    session = db.session()
    year = year_in(request.args.get("year", ""), local_day(business_now()).year)
    [line] = lines_of(session, year, name)
    home: Station = line.station
    counts = station_list.counts_of(session, name)
    return render_template(
        "station/show.html",
        home=home,
        year=year,
        line=line,
        standing=station_list.Standing(home, *counts, line.last_ok),
        thread=thread(session, {name: home.title}, f"node:{name}"),
    )
