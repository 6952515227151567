"""/volunteers: whom the center approved; one with card, stars, months and history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from center.actions.registration import decide_registration
from center.database import db
from center.domain.decision import Decision
from center.models import photo, registration, station, volunteer, volunteer_list, volunteer_year
from center.models.search import search_people
from center.models.volunteer import Volunteer
from center.pages.thread import thread
from center.schemas.desk import ReasonFormSchema
from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.registration import Status
from shared.web.edit import require_unchanged
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.say import say
from shared.web.word import word

blueprint = Blueprint("volunteer_page", __name__, url_prefix="/volunteers")
FILTERS = ("q", "status", "station")
MOST_FOUND = 500


@blueprint.get("")
@needs("volunteer.list")
def list_volunteers() -> str | Response:
    """By station, where each serves today; with this year's points."""
    session, year = db.session(), local_day(business_now()).year
    titles = station.titles(session)
    points = volunteer_list.points_in(year)
    columns = (
        Column("name", _l("姓名"), lambda row: row[0].name),
        Column("station", _l("工作站"), lambda row: titles[row[0].station], Volunteer.station),
        Column("card", _l("义工证号"), lambda row: row[1], volunteer_list.CARD),
        Column("status", _l("状态"), lambda row: word(row[0].status), Volunteer.status),
        Column("approved", _l("批准日"), lambda row: row[0].approval_date, Volunteer.approval_date),
        Column("origin", _l("审批来源"), lambda row: word(f"origin:{row[0].origin}"), start=False),
        Column("points", _l("今年积分"), lambda row: row[2], points, number=True),
        Column("star", _l("上年星级"), lambda row: row[3], volunteer_list.star_of(year - 1)),
        Column("left", _l("离开日"), lambda row: row[0].left_on, Volunteer.left_on, start=False),
    )
    asked = Listing("volunteers", columns, FILTERS, "station").ask()
    query = volunteer_list.listed(year, asked.filters).order_by(*asked.order(), Volunteer.id)
    if typed := asked.filters.get("q"):
        found = search_people(session, typed, MOST_FOUND)
        query = query.where(Volunteer.registration.in_([one.registration for one in found]))
    rows = rows_of(session, query, asked)
    if asked.excel:
        return excel(rows)
    return render_template(
        "volunteer/list.html",
        rows=rows,
        titles=titles,
        lengths=volunteer_list.lengths(session, asked.filters.get("station")),
        saved=saved_filters("volunteers"),
    )


@blueprint.get("/<uuid:id>")
@needs("volunteer.list")
def show_volunteer(id: UUID) -> str:
    """Who, since when, on which paper; card, stars, and the year's months with their versions."""
    return _page(id, open_form(ReasonFormSchema()))


@blueprint.post("/<uuid:id>/suspension")
@needs("registration.decide")
def post_suspension(id: UUID) -> Response | tuple[str, int]:
    """Their service rests from today, for a reason that the station sees."""
    return _decide(id, "suspended")


@blueprint.post("/<uuid:id>/resumption")
@needs("registration.decide")
def post_resumption(id: UUID) -> Response | tuple[str, int]:
    """They serve again from today."""
    return _decide(id, "resumed")


def _decide(id: UUID, said: str) -> Response | tuple[str, int]:
    form = sent_form(ReasonFormSchema())
    name = form.submit(lambda sent: _write(id, Decision(said, sent["reason"])))
    if name is None:
        return _page(id, form), 422
    if said == "suspended":
        say(_("%(name)s从今天起暂停服务。", name=name))
    else:
        say(_("%(name)s从今天起恢复服务。", name=name))
    return redirect(url_for(".show_volunteer", id=id))


def _write(id: UUID, decision: Decision) -> str:
    with transaction(db) as session:
        person = volunteer_list.by_id(session, id)
        registration.locked(session, person.registration)
        require_unchanged(session, f"registration:{person.registration}")
        actor, now = current_actor(), business_now()
        decide_registration(session, actor, now, person.registration, decision)
        return person.name


def _page(id: UUID, form: Form) -> str:
    session = db.session()
    person = volunteer_list.by_id(session, id)
    titles, year = station.titles(session), _year()
    paper = registration.by_id(session, person.registration)
    cards = volunteer_list.cards_of(session, id)
    subjects = [f"registration:{person.registration}", f"volunteer:{id}"]
    shown: dict[str, Any] = {
        "person": person,
        "paper": paper,
        "portrait_here": photo.is_here(session, paper.photo),
        "titles": titles,
        "cards": cards,
        "stars": volunteer.stars(session, [id])[id],
        "year": year,
        "months": volunteer_year.months(session, id, year),
        "transfers": volunteer_list.transfers_of(session, id),
        "thread": thread(session, titles, *subjects, *(f"card:{card.id}" for card in cards)),
        "may_suspend": person.status in (Status.APPROVED, Status.SUSPENDED),
    }
    return render_template("volunteer/show.html", form=form, **shown)


def _year() -> int:
    """The year in the address, or today's."""
    today = local_day(business_now()).year
    return year_in(request.args.get("year", ""), today, last=today)
