"""慰问走访: holders of three stars three years running, their visits month by month."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.month import Month
from shared.errors import NotFoundError
from shared.picture import Picture, read_picture
from shared.web.edit import history
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.benefit_visit import (
    Told,
    decline_visits,
    miss_benefit,
    record_visit,
    want_visits,
)
from station.database import db
from station.models.benefit_view import figures_of, holder_views, view_of, visits_of_months
from station.models.benefit_visit import by_id
from station.models.volunteer import Volunteer
from station.schemas.benefit_visit import DeclinedSchema, MadePageSchema
from station.schemas.pairing import StopSchema

blueprint = Blueprint("benefit_page", __name__, url_prefix="/benefit-visits")
MONTHS = 6


@blueprint.get("")
@needs("benefit.read")
def list_visits() -> str:
    """The running month, or another; the last half year in figures; who declined."""
    session, today = db.session(), local_day(business_now())
    months = _months(today)
    asked = request.args.get("month", "")
    month = next((one for one in months if str(one) == asked), months[-1])
    views = visits_of_months(session, months[0], months[-1], today)
    return render_template(
        "benefit_visit/list.html",
        month=month,
        figures=figures_of(views, months)[::-1],
        views=[one for one in views if one.visit.month == str(month)],
        holders=holder_views(session, today),
    )


@blueprint.get("/<uuid:visit_id>/visit")
@needs("benefit.write")
def new_visit(visit_id: UUID) -> str:
    """On which day, by whom; the joint one with its photo."""
    row, today = by_id(db.session(), visit_id), local_day(business_now())
    day = row.made_on or min(today, Month.parse(row.month).last_day)
    initial = {"day": day, "visitors": row.visitors, "led_by_head": row.led_by_head}
    return _visit_page(visit_id, open_form(MadePageSchema(), initial))


@blueprint.post("/<uuid:visit_id>/visit")
@needs("benefit.write")
def post_visit(visit_id: UUID) -> Response | tuple[str, int]:
    """It was made."""
    form = sent_form(MadePageSchema())
    form.places = {"photo": "file"}

    def write(typed: dict[str, Any]) -> str:
        told = Told(typed["day"], typed["visitors"], typed["led_by_head"], _picture())
        with transaction(db) as session:
            return record_visit(session, current_actor(), business_now(), visit_id, told).month

    done = form.submit(write)
    if done is None:
        return _visit_page(visit_id, form), 422
    say(_("走访记下了。"))
    return redirect(url_for("benefit_page.list_visits", month=done))


@blueprint.get("/<uuid:visit_id>/omission")
@needs("benefit.write")
def new_omission(visit_id: UUID) -> str:
    """Why nobody went."""
    return _omission_page(visit_id, open_form(StopSchema()))


@blueprint.post("/<uuid:visit_id>/omission")
@needs("benefit.write")
def post_omission(visit_id: UUID) -> Response | tuple[str, int]:
    """It stays owed, and calls for nobody any more."""
    form = sent_form(StopSchema())

    def write(typed: dict[str, Any]) -> str:
        with transaction(db) as session:
            actor, now = current_actor(), business_now()
            return miss_benefit(session, actor, now, visit_id, typed["reason"]).month

    done = form.submit(write)
    if done is None:
        return _omission_page(visit_id, form), 422
    say(_("记下了：没去成，算应去未去。"))
    return redirect(url_for("benefit_page.list_visits", month=done))


@blueprint.get("/volunteers/<uuid:volunteer_id>/refusal")
@needs("benefit.write")
def new_refusal(volunteer_id: UUID) -> str:
    """The holder wants no visits."""
    initial = {"said_on": local_day(business_now())}
    return _refusal_page(volunteer_id, open_form(DeclinedSchema(), initial))


@blueprint.post("/volunteers/<uuid:volunteer_id>/refusal")
@needs("benefit.write")
def post_refusal(volunteer_id: UUID) -> Response | tuple[str, int]:
    """From that month on none is owed."""
    form = sent_form(DeclinedSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            said = (typed["said_on"], typed["words"])
            decline_visits(session, current_actor(), business_now(), volunteer_id, said)
        return True

    if form.submit(write) is None:
        return _refusal_page(volunteer_id, form), 422
    say(_("记下了：本人不要上门。以后愿意了，随时改回来。"))
    return redirect(url_for("benefit_page.list_visits"))


@blueprint.post("/volunteers/<uuid:volunteer_id>/wish")
@needs("benefit.write")
def post_wish(volunteer_id: UUID) -> Response:
    """They want to be visited again."""
    with transaction(db) as session:
        want_visits(session, current_actor(), business_now(), volunteer_id)
    say(_("从这个月起又上门走访。"))
    return redirect(url_for("benefit_page.list_visits"))


def _months(today: date) -> list[Month]:
    """The running one and those before it, the oldest first."""
    found = [Month.of(today)]
    while len(found) < MONTHS:
        found.append(found[-1].previous)
    return found[::-1]


def _picture() -> Picture | None:
    """The photo that was sent along."""
    file = request.files.get("file")
    return read_picture(file.read()) if file is not None and file.filename else None


def _visit_page(visit_id: UUID, form: Form) -> str:
    session = db.session()
    row = by_id(session, visit_id)
    view = view_of(session, row, local_day(business_now()))
    return render_template(
        "benefit_visit/visit.html",
        view=view,
        form=form,
        lines=history(session, f"benefit:{row.volunteer_id}"),
    )


def _omission_page(visit_id: UUID, form: Form) -> str:
    session = db.session()
    view = view_of(session, by_id(session, visit_id), local_day(business_now()))
    return render_template("benefit_visit/omission.html", view=view, form=form)


def _refusal_page(volunteer_id: UUID, form: Form) -> str:
    session = db.session()
    volunteer = session.get(Volunteer, volunteer_id)
    if volunteer is None:
        raise NotFoundError("volunteer.unknown")
    return render_template(
        "benefit_visit/refusal.html",
        volunteer=volunteer,
        form=form,
        lines=history(session, f"benefit:{volunteer_id}"),
    )
