"""/years: stations' sealed years against their accepted months, sent up or asked about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from center.actions.year import forward_year, return_year
from center.actions.year_check import Standing, standings
from center.actions.year_desk import forward_years
from center.database import db
from center.models import report, station, station_year, volunteer
from center.pages.difference import anonymous
from center.pages.thread import thread
from center.schemas.desk import ReasonFormSchema, YearsFormSchema
from center.sentences import SENTENCES
from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.errors import RefusalError
from shared.web.edit import require_unchanged
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import PAGE_SIZE, Column, Listing, Rows
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.sentences import sentence_of
from shared.web.word import word

blueprint = Blueprint("year_page", __name__, url_prefix="/years")
SECOND_HALF = 7
MOST_SHOWN = 100


def listing(covered: dict[str, tuple[int, int]]) -> Listing:
    """The stations' years; coverage is that of December's accepted report."""
    columns = (
        Column("title", _l("工作站"), lambda row: row.station.title),
        Column("status", _l("状态"), lambda row: word(f"year:{_status(row)}")),
        Column("differs", _l("不符处"), lambda row: len(row.differences), number=True),
        Column("version", _l("版本"), lambda row: row.sealed and row.sealed.version, number=True),
        Column("signed", _l("签字人"), lambda row: row.sealed and row.sealed.signed_by),
        Column("arrived", _l("收到"), lambda row: row.sealed and row.sealed.arrived_at),
        Column("volunteers", _l("12月义工"), lambda row: _cover(covered, row)[0], number=True),
        Column("members", _l("12月党员"), lambda row: _cover(covered, row)[1], number=True),
    )
    return Listing("years", columns, ("year",))


@blueprint.get("")
@needs("year.show")
def list_years() -> str | Response:
    """Each station's year: what differs, what hinders, what can go up."""
    session, year = db.session(), _year()
    covered = report.coverage(session, year)
    asked = listing(covered).ask()
    homes = station.everyone(session)
    first = 0 if asked.excel else (asked.page - 1) * PAGE_SIZE
    found = homes if asked.excel else homes[first : first + PAGE_SIZE]
    rows = Rows(asked, standings(session, year, found), len(homes))
    if asked.excel:
        return excel(rows)
    return render_template(
        "year/list.html", rows=rows, year=year, covered=covered, status=_status, said=_said
    )


@blueprint.get("/<int:year>/<name>")
@needs("year.show")
def show_station_year(year: int, name: str) -> str:
    """One station's year: every figure that differs, and the decision."""
    return _page(year, name, open_form(ReasonFormSchema()))


@blueprint.post("/<int:year>/<name>/forwarding")
@needs("year.decide")
def post_forwarding(year: int, name: str) -> Response | tuple[str, int]:
    """Sends a year that agrees to the association, as the station signed it."""
    form = sent_form(ReasonFormSchema())
    if form.submit(lambda _sent: _forward(year, name)) is None:
        return _page(year, name, form), 422
    say(_("%(name)s 的 %(year)s 年度数据已送协会。", name=_title(name), year=year))
    return redirect(url_for(".list_years", year=year))


@blueprint.post("/<int:year>/<name>/question")
@needs("year.decide")
def post_question(year: int, name: str) -> Response | tuple[str, int]:
    """Sends it back to the station with the officer's words and every difference."""
    form = sent_form(ReasonFormSchema())
    if form.submit(lambda sent: _ask(year, name, sent)) is None:
        return _page(year, name, form), 422
    say(_("已退回%(name)s问，不符处一起送去了。", name=_title(name)))
    return redirect(url_for(".list_years", year=year))


@blueprint.get("/<int:year>/agreeing")
@needs("year.decide")
def new_forwarding(year: int) -> str:
    """What sending all up that agree will do."""
    return _all_page(year, Form(YearsFormSchema()))


@blueprint.post("/<int:year>/forwarding")
@needs("year.decide")
def post_all(year: int) -> str | tuple[str, int]:
    """Sends those named up, each for itself: one that is refused stops no other."""
    form = sent_form(YearsFormSchema())
    results = form.submit(lambda sent: _forward_all(year, sent))
    if results is None:
        return _all_page(year, form), 422
    titles = station.titles(db.session())
    return render_template(
        "bulk_result.html",
        title=_("年终：逐站的结果"),
        rows=[(name, titles.get(name, name), said) for name, said in results],
        action="",
        again={},
        back=url_for(".list_years", year=year),
    )


def _forward_all(year: int, sent: dict[str, Any]) -> list[tuple[str, str]]:
    """Station and sentence of each; one that is refused stops no other."""
    chosen = (sent["names"], sent["count"])
    with transaction(db) as session:
        done = forward_years(session, current_actor(), business_now(), year, chosen)
    return [(row.station, _sentence(row.refusal)) for row in done]


def _forward(year: int, name: str) -> bool:
    with transaction(db) as session:
        forward_year(session, current_actor(), business_now(), name, year)
    return True


def _ask(year: int, name: str, sent: dict[str, Any]) -> bool:
    with transaction(db) as session:
        station_year.locked(session, name, year)
        require_unchanged(session, _subject(year, name))
        key, now = (name, year), business_now()
        return_year(session, current_actor(), now, key, sent["reason"])
    return True


def _page(year: int, name: str, form: Form) -> str:
    session = db.session()
    home = station.by_name(session, name)
    [row] = standings(session, year, [home])
    shown = row.differences[:MOST_SHOWN]
    people = list({one.volunteer for one in shown if one.volunteer is not None})
    cards = volunteer.cards(session, people)
    names = {who: cards[who].number if who in cards else anonymous(who) for who in people}
    return render_template(
        "year/show.html",
        row=row,
        shown=shown,
        names=names,
        year=year,
        status=_status(row),
        hindrance=_said(row),
        form=form,
        thread=thread(session, {name: home.title}, _subject(year, name)),
    )


def _all_page(year: int, form: Form) -> str:
    rows = standings(db.session(), year, station.everyone(db.session()))
    agreeing = [row for row in rows if row.agrees]
    return render_template("year/confirm.html", rows=agreeing, year=year, form=form)


def _status(row: Standing) -> str:
    """none, differs or agrees while it waits, returned, forwarded."""
    if row.sealed is None:
        return "none"
    if not row.waits:
        return row.sealed.status
    return "agrees" if row.agrees else "differs" if row.differences else "hindered"


def _said(row: Standing) -> str:
    return _sentence(row.hindrance)


def _sentence(refusal: RefusalError | None) -> str:
    return "" if refusal is None else sentence_of(SENTENCES, refusal.code, refusal.values)


def _cover(covered: dict[str, tuple[int, int]], row: Standing) -> tuple[int | None, int | None]:
    return covered.get(row.station.name, (None, None))


def _title(name: str) -> str:
    return station.by_name(db.session(), name).title


def _subject(year: int, name: str) -> str:
    return f"year:{name.partition(':')[2]}:{year}"


def _year() -> int:
    """The year in the address; else the one that is being closed, or runs towards it."""
    today = local_day(business_now())
    return year_in(request.args.get("year", ""), today.year - (today.month < SECOND_HALF))
