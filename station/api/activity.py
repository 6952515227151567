"""/api/activities: planned and held; a list's lines become records; set right as a whole."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import page_of
from station.actions.activity import cancel_activity, change_activity, plan_activity
from station.actions.activity_reissue import (
    Anew,
    form_of,
    reissue_activity,
    void_activity,
)
from station.actions.attendance import Taken, enter_activity, record_attendance
from station.api.record_row import entered_rows
from station.database import db
from station.domain.activity import Plan
from station.domain.attendance import Attendance
from station.models.activity import Activity, Counts, Filter, by_id, counts_of, listed, people_of
from station.models.attendance import lists_of
from station.schemas.activity import (
    ActivitiesSchema,
    ActivityDetailSchema,
    ActivityFormSchema,
    ActivityQuerySchema,
    ActivitySchema,
    AttendanceSchema,
    CancelActivitySchema,
    EndedActivitySchema,
    EnterActivitySchema,
    PlanSchema,
    ReissueActivitySchema,
    TakenSchema,
)
from station.schemas.bulk import ReasonSchema

blueprint = Blueprint("activity", __name__, url_prefix="/api/activities")


@blueprint.route("")
@needs("activity.read")
@blueprint.arguments(ActivityQuerySchema, location="query")
@blueprint.response(200, ActivitiesSchema)
def list_activities(asked: dict[str, Any]) -> dict[str, Any]:
    """A page of them, each with what its records come to."""
    session = db.session()
    chosen = Filter(asked["month"], asked["status"], asked["team"])
    rows, total = page_of(session, listed(chosen), asked)
    counts = counts_of(session, [activity.id for (activity,) in rows])
    return {"items": [_row(activity, counts) for (activity,) in rows], "total": total}


@blueprint.route("/<uuid:activity>")
@needs("activity.read")
@blueprint.response(200, ActivityDetailSchema)
def show_activity(activity: UUID) -> dict[str, Any]:
    """One with its people and its lists."""
    session = db.session()
    found = by_id(session, activity)
    more = {"people": people_of(session, activity), "lists": lists_of(session, activity)}
    return _row(found, counts_of(session, [activity])) | more


@blueprint.route("", methods=["POST"])
@needs("activity.write")
@blueprint.arguments(PlanSchema)
@blueprint.response(201, ActivitySchema)
def post_activity(plan: Plan) -> Activity:
    """Plans one."""
    with transaction(db) as session:
        return plan_activity(session, current_actor(), business_now(), plan)


@blueprint.route("/<uuid:activity>", methods=["PUT"])
@needs("activity.write")
@blueprint.arguments(PlanSchema)
@blueprint.response(200, ActivitySchema)
def put_activity(plan: Plan, activity: UUID) -> Activity:
    """Plans it otherwise, while nothing came of it."""
    with transaction(db) as session:
        return change_activity(session, current_actor(), business_now(), activity, plan)


@blueprint.route("/<uuid:activity>/cancellation", methods=["POST"])
@needs("activity.write")
@blueprint.arguments(CancelActivitySchema)
@blueprint.response(200, ActivitySchema)
def post_cancellation(asked: dict[str, Any], activity: UUID) -> Activity:
    """Says that it doesn't take place, and why."""
    reason = asked["reason"]
    with transaction(db) as session:
        return cancel_activity(session, current_actor(), business_now(), activity, reason)


@blueprint.route("/held", methods=["POST"])
@needs("activity.write")
@blueprint.arguments(EnterActivitySchema)
@blueprint.response(201, TakenSchema)
@blueprint.alt_response(422, schema=TakenSchema)
def post_held(asked: dict[str, Any]) -> Any:
    """Enters an activity that nobody planned here together with its list: all lines, or none."""
    plan, attendance = asked["plan"], asked["attendance"]
    with transaction(db) as session:
        taken = enter_activity(session, current_actor(), business_now(), plan, attendance)
    return _taken(taken)


@blueprint.route("/<uuid:activity>/attendance", methods=["POST"])
@needs("activity.write")
@blueprint.arguments(AttendanceSchema)
@blueprint.response(201, TakenSchema)
@blueprint.alt_response(422, schema=TakenSchema)
def post_attendance(attendance: Attendance, activity: UUID) -> Any:
    """Takes the list of a planned one, or a further list of a held one: all lines, or none."""
    with transaction(db) as session:
        taken = record_attendance(session, current_actor(), business_now(), activity, attendance)
    return _taken(taken)


@blueprint.route("/<uuid:activity>/form")
@needs("activity.read")
@blueprint.response(200, ActivityFormSchema)
def show_form(activity: UUID) -> dict[str, Any]:
    """The form filled in, as a reissue takes it."""
    plan, attendance = form_of(db.session(), activity)
    return {
        "plan": PlanSchema().dump(plan),
        "attendance": AttendanceSchema().dump(asdict(attendance)),
    }


@blueprint.route("/<uuid:activity>/voiding", methods=["POST"])
@needs("record.void")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, EndedActivitySchema)
def post_voiding(asked: dict[str, Any], activity: UUID) -> Any:
    """Takes the whole activity out of the count; its records stay, with the reason."""
    reason = asked["reason"]
    with transaction(db) as session:
        return void_activity(session, current_actor(), business_now(), activity, reason)


@blueprint.route("/<uuid:activity>/reissue", methods=["POST"])
@needs("record.void")
@blueprint.arguments(ReissueActivitySchema)
@blueprint.response(201, TakenSchema)
@blueprint.alt_response(422, schema=TakenSchema)
def post_reissue(asked: dict[str, Any], activity: UUID) -> Any:
    """Voids it and enters it anew: all lines, or nothing."""
    anew = Anew(asked["reason"], asked["plan"], asked["attendance"])
    with transaction(db) as session:
        taken = reissue_activity(session, current_actor(), business_now(), activity, anew)
    return _taken(taken)


def _row(activity: Activity, counts: dict[UUID, Counts]) -> dict[str, Any]:
    names = [*ActivitySchema().fields, "team_id", "replaces_id", "replaced_by_id"]
    shown = {name: getattr(activity, name) for name in names if hasattr(activity, name)}
    return shown | {"counts": counts.get(activity.id, Counts())}


def _taken(taken: Taken) -> Any:
    return entered_rows(taken.rows, {"activity": taken.activity})
