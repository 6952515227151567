"""Activities set right: one issued anew, a plan cancelled, records voided together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.web.edit import require_unchanged, seen
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.activity import cancel_activity
from station.actions.activity_reissue import Anew, form_of, reissue_activity, void_activity
from station.database import db
from station.models.activity import by_id, counts_of
from station.pages.activity import Refused, form_page
from station.schemas.activity_page import ActivitySchema, attendance_of, initial_of, plan_of

blueprint = Blueprint("activity_ending_page", __name__, url_prefix="/activities")


class ReasonSchema(Schema):
    """Why an activity is cancelled or voided."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


@blueprint.get("/<uuid:activity_id>/reissue")
@needs("record.void")
def new_reissue(activity_id: UUID) -> str:
    """The whole activity filled in again, to be set right."""
    plan, attendance = form_of(db.session(), activity_id)
    initial = initial_of(plan, attendance)
    return form_page(open_form(ActivitySchema(), initial), activity_id=activity_id, anew=True)


@blueprint.post("/<uuid:activity_id>/reissue")
@needs("record.void")
def post_reissue(activity_id: UUID) -> Response | tuple[str, int]:
    """The old one voided and a new one in its place, each pointing at the other."""
    form, refused = sent_form(ActivitySchema()), Refused()
    form.places = {"rows": "people"}

    def write(typed: dict[str, Any]) -> UUID:
        attendance = attendance_of(typed, request.form)
        anew = Anew(typed["reason"], plan_of(typed), attendance)
        with transaction(db) as session:
            require_unchanged(session, f"activity:{activity_id}")
            taken = reissue_activity(session, current_actor(), business_now(), activity_id, anew)
            return refused.check(taken, typed["people"])

    new = form.submit(write)
    if new is None:
        return form_page(form, refused=refused, activity_id=activity_id, anew=True), 422
    say(_("已作废原来的，另记了一次，等认定。"))
    return redirect(url_for("activity_page.show_activity", activity_id=new))


@blueprint.get("/<uuid:activity_id>/<any(cancellation, voiding):what>")
@needs("activity.write")
def new_ending(activity_id: UUID, what: str) -> str:
    """What it means, before it is done."""
    return _ending(activity_id, what, open_form(ReasonSchema()))


@blueprint.post("/<uuid:activity_id>/cancellation")
@needs("activity.write")
def post_cancellation(activity_id: UUID) -> Response | tuple[str, int]:
    """A planned one doesn't take place."""
    return _end(activity_id, "cancellation", cancel_activity)


@blueprint.post("/<uuid:activity_id>/voiding")
@needs("record.void")
def post_voiding(activity_id: UUID) -> Response | tuple[str, int]:
    """None of its records counts any more; all of them stay."""
    return _end(activity_id, "voiding", void_activity)


def _end(activity_id: UUID, what: str, act: Callable[..., Any]) -> Response | tuple[str, int]:
    form = sent_form(ReasonSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            require_unchanged(session, f"activity:{activity_id}")
            act(session, current_actor(), business_now(), activity_id, typed["reason"])
        return True

    if form.submit(write) is None:
        return _ending(activity_id, what, form), 422
    say(_("已取消。") if what == "cancellation" else _("已作废，记录和原因都留着。"))
    return redirect(url_for("activity_page.show_activity", activity_id=activity_id))


def _ending(activity_id: UUID, what: str, form: Form) -> str:
    session = db.session()
    return render_template(
        "activity/ending.html",
        activity=by_id(session, activity_id),
        counts=counts_of(session, [activity_id]).get(activity_id),
        what=what,
        form=form,
        seen=seen(session, f"activity:{activity_id}"),
    )
