"""Activities by hand: planned, or entered with their list in one form."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.errors import InvalidError
from shared.web.edit import history, seen
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.say import say
from shared.web.sentences import sentence_of
from shared.web.word import word
from station.actions.activity import plan_activity
from station.actions.attendance import Taken, enter_activity, record_attendance
from station.database import db
from station.domain.activity import Status
from station.domain.outcome import Outcome
from station.models.activity import Activity, Filter, by_id, counts_of, listed, recent_words
from station.models.activity import plan_of as kept_plan
from station.models.attendance import in_service
from station.models.ledger import LIVE, lines_where
from station.models.service_record import ServiceRecord
from station.models.team import members_of, teams
from station.schemas.activity_page import (
    ActivitySchema,
    attendance_of,
    initial_of,
    plan_of,
    planned,
)
from station.sentences import SENTENCES

blueprint = Blueprint("activity_page", __name__, url_prefix="/activities")
PLAN_ONLY = "plan"
LISTING = Listing(
    "activities",
    (
        Column("title", _l("活动"), lambda one: one.title),
        Column("day", _l("日期"), lambda one: one.day, Activity.day),
        Column("category", _l("类别"), lambda one: word(one.category), Activity.category),
        Column("form", _l("形式"), lambda one: word(one.form), Activity.form, start=False),
        Column("place", _l("地点"), lambda one: one.place),
        Column("status", _l("状态"), lambda one: word(f"activity:{one.status}"), Activity.status),
    ),
    filters=("status",),
    sort="-day",
)


class Refused:
    """The lines of a list that can't be taken, each with its name and sentence."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []

    def check(self, taken: Taken, people: list[UUID]) -> UUID:
        """The activity, or a refusal of the whole with the lines kept for the page."""
        if taken.activity is not None:
            return taken.activity
        names = dict(in_service(db.session(), local_day(business_now())))
        for who, entered in zip(people, taken.rows, strict=True):
            if entered.outcome is Outcome.REFUSED:
                sentence = sentence_of(SENTENCES, str(entered.reason), {})
                self.rows.append((names.get(who, "…"), sentence))
        raise InvalidError("service_record.rows_refused", count=len(self.rows), field="people")


@blueprint.get("")
@needs("activity.read")
def list_activities() -> str | Response:
    """The newest first, by state."""
    asked = LISTING.ask()
    status = asked.filters.get("status", "")
    chosen = Filter(status=Status(status) if status in [*Status] else None)
    query = listed(chosen).order_by(None).order_by(*asked.order(), Activity.id.desc())
    session = db.session()
    rows = rows_of(session, query, asked)
    if asked.excel:
        return excel(rows)
    return render_template(
        "activity/list.html",
        rows=rows,
        counts=counts_of(session, [one.id for one in rows.items]),
        saved=saved_filters(LISTING.name),
        statuses=[*Status],
    )


@blueprint.get("/new")
@needs("activity.write")
def new_activity() -> str:
    """One form for an activity and who came; `team` ticks a team's people."""
    initial: dict[str, Any] = {"form": "group"}
    asked = request.args.get("team", "")
    if asked in {str(team.id) for team in teams(db.session())}:
        members = members_of(db.session(), [UUID(asked)]).get(UUID(asked), [])
        initial |= {"team": asked, "people": [str(one.id) for one in members]}
    return form_page(open_form(ActivitySchema(), initial))


@blueprint.post("/new")
@needs("activity.write")
def post_activity() -> Response | tuple[str, int]:
    """Writes the activity with its records, or its plan alone."""
    form, refused = sent_form(ActivitySchema()), Refused()
    only_plan = request.form.get("act") == PLAN_ONLY

    def write(typed: dict[str, Any]) -> UUID:
        now = business_now()
        with transaction(db) as session:
            if only_plan:
                return plan_activity(session, current_actor(), now, planned(typed)).id
            attendance = attendance_of(typed, request.form)
            taken = enter_activity(session, current_actor(), now, plan_of(typed), attendance)
            return refused.check(taken, typed["people"])

    form.places = {"rows": "people"}
    done = form.submit(write)
    if done is None:
        return form_page(form, refused=refused), 422
    count = len(form.values("people"))
    say(_("计划已存好。") if only_plan else _("已记 %(n)s 条，等认定。", n=count))
    return redirect(url_for("activity_page.show_activity", activity_id=done))


@blueprint.get("/<uuid:activity_id>")
@needs("activity.read")
def show_activity(activity_id: UUID) -> str:
    """What it was, who came, and what is to be done next."""
    session = db.session()
    activity = by_id(session, activity_id)
    its = (ServiceRecord.activity_id == activity_id, ServiceRecord.status.in_(LIVE))
    plan = kept_plan(session, activity)
    names = dict(in_service(session, activity.day)) if plan.people else {}
    return render_template(
        "activity/show.html",
        activity=activity,
        plan=plan,
        planned_names=[names.get(who, "…") for who in plan.people],
        records=lines_where(session, *its),
        counts=counts_of(session, [activity_id]).get(activity_id),
        lines=history(session, f"activity:{activity_id}"),
    )


@blueprint.get("/<uuid:activity_id>/attendance")
@needs("activity.write")
def new_attendance(activity_id: UUID) -> str:
    """The plan again, to tick who came."""
    plan = kept_plan(db.session(), by_id(db.session(), activity_id))
    return form_page(open_form(ActivitySchema(), initial_of(plan)), activity_id=activity_id)


@blueprint.post("/<uuid:activity_id>/attendance")
@needs("activity.write")
def post_attendance(activity_id: UUID) -> Response | tuple[str, int]:
    """Takes the list of a planned activity."""
    form, refused = sent_form(ActivitySchema()), Refused()
    form.places = {"rows": "people"}

    def write(typed: dict[str, Any]) -> UUID:
        attendance = attendance_of(typed, request.form)
        with transaction(db) as session:
            taken = record_attendance(
                session, current_actor(), business_now(), activity_id, attendance
            )
            return refused.check(taken, typed["people"])

    if form.submit(write) is None:
        return form_page(form, refused=refused, activity_id=activity_id), 422
    say(_("已记 %(n)s 条，等认定。", n=len(form.values("people"))))
    return redirect(url_for("activity_page.show_activity", activity_id=activity_id))


def form_page(
    form: Form,
    refused: Refused | None = None,
    activity_id: UUID | None = None,
    anew: bool = False,
) -> str:
    """The form with whom to tick; `anew` where it replaces an activity."""
    session = db.session()
    return render_template(
        "activity/form.html",
        form=form,
        refused=refused.rows if refused else (),
        activity_id=activity_id,
        anew=anew,
        seen=seen(session, f"activity:{activity_id}") if anew else "",
        people=in_service(session, _day(form)),
        teams=teams(session),
        words=recent_words(session),
    )


def _day(form: Form) -> date:
    """Who may be ticked is in service on the day that stands in the form."""
    try:
        return date.fromisoformat(form.value("day"))
    except ValueError:
        return local_day(business_now())
