"""/statistics: accepted months added up by period, station, category and form; also as Excel."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from center.actions.aggregate import aggregate
from center.database import db
from center.documents.aggregate import write_aggregate
from center.domain.aggregate import PERIODS, Aggregate, By, Line, Wanted
from center.models import station
from center.models.federation import TABLES
from center.schemas.aggregate import AggregateQuerySchema
from shared.clock import business_now, local_day
from shared.domain.month import Month
from shared.domain.request_figures import Sum
from shared.domain.service_record import Category, Form
from shared.federation.outbox import this_node
from shared.web.export import XLSX, download
from shared.web.form import Form as PageForm
from shared.web.login import needs
from shared.web.today import month_name

blueprint = Blueprint("statistics_page", __name__, url_prefix="/statistics")
CATEGORIES, FORMS = [str(one) for one in Category], [str(one) for one in Form]
NAMES = ("first", "last", "station", "category", "form")


@blueprint.get("")
@needs("statistics.show")
def show_statistics() -> str | Response | tuple[str, int]:
    """The table that was asked for; this year by months where nothing was."""
    session = db.session()
    form = PageForm(AggregateQuerySchema(), _typed())
    table = form.submit(lambda asked: aggregate(session, business_now(), Wanted(**asked)))
    titles = station.titles(session)
    lines = sorted(table.lines, key=_place) if table is not None else []
    if table is not None and request.args.get("format") == "xlsx":
        return _excel(table, titles)
    page = render_template(
        "statistics/show.html",
        form=form,
        table=table,
        lines=lines,
        asked=[_asked(line, titles) for line in lines if table is not None and table.wanted.by],
        whole_asked=(_("合计"), "", table.total.told, table.total.owed) if table else None,
        titles=titles,
        keys=[by for by in By if table is not None and by in table.wanted.by],
        chosen=form.value("by").split(","),
        periods=sorted(PERIODS, key=list(By).index),
        period_name=period_name,
        query=request.query_string.decode("ascii", "replace"),
    )
    return page if table is not None else (page, 422)


def period_name(text: str) -> str:
    """2025年3月, 2025 年第 1 季度, 2025 年."""
    year, _dash, rest = text.partition("-")
    if rest.startswith("Q"):
        return str(_("%(year)s 年第 %(n)s 季度", year=year, n=rest[1:]))
    return month_name(Month.parse(text)) if rest else str(_("%(year)s 年", year=year))


def _asked(line: Line, titles: dict[str, str]) -> tuple[str, str, Sum | None, int]:
    """A line's label, its requests and visits, and how many reports are owed."""
    period = period_name(line.key.period) if line.key.period else ""
    parts = (period, titles.get(line.key.station, line.key.station))
    return " ".join(part for part in parts if part), "", line.told, line.owed


def _place(line: Line) -> tuple[str, str, int, int]:
    """Categories and forms stand in the plan's order."""
    key = line.key
    category = CATEGORIES.index(key.category) if key.category else 0
    return key.period, key.station, category, FORMS.index(key.form) if key.form else 0


def _typed() -> MultiDict[str, str]:
    """What the address asks for, by what told apart in one word."""
    month = Month.of(local_day(business_now())).previous
    asked: dict[str, Any] = {name: request.args.get(name, "") for name in NAMES}
    ticked = [one for one in request.args.getlist("by") if one]
    if not asked["first"] and not asked["last"]:
        asked |= {"first": f"{month.year}-01", "last": str(month)}
        ticked = ticked or [By.MONTH]
    kept = {name: value for name, value in asked.items() if value}
    return MultiDict({**kept, "by": ",".join(ticked)})


def _excel(table: Aggregate, titles: dict[str, str]) -> Response:
    own = this_node(db.session(), TABLES)
    wanted = table.wanted
    name = f"statistics-{wanted.first}-{wanted.last}.xlsx"
    return download(write_aggregate(table, own.title, titles), name, XLSX)
