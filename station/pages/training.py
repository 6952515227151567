"""Training: sessions with who attended, taken back, and who lags behind the year's pace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.training import Kind, Strand
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.training import enter_training, void_training
from station.database import db
from station.domain.training import Attendee, Training
from station.models.attendance import in_service
from station.models.policy import policy_of
from station.models.training import attendance_of, listed
from station.models.training_pace import paces

blueprint = Blueprint("training_page", __name__, url_prefix="/trainings")


class TrainingSchema(Schema):
    """A session that was held: one length for all, minutes only where somebody's differ."""

    topic = fields.String(required=True, validate=validate.Length(min=1, max=200))
    kind = fields.String(required=True, validate=validate.OneOf([*Kind]))
    strand = fields.String(required=True, validate=validate.OneOf([*Strand]))
    day = fields.Date(required=True)
    minutes = fields.Integer(required=True)
    trainer = fields.String(required=True, validate=validate.Length(min=1, max=60))
    people = fields.List(fields.UUID())


@blueprint.get("")
@needs("training.read")
def list_trainings() -> str:
    """The year's sessions and where each stands."""
    session, today = db.session(), local_day(business_now())
    year = year_in(request.args.get("year", ""), today.year)
    held = list(session.scalars(listed(year)))
    return render_template(
        "training/list.html",
        year=year,
        held=held,
        attended=attendance_of(session, [one.id for one in held]),
        people=paces(session, year, today),
        policy=policy_of(session, year),
    )


@blueprint.get("/new")
@needs("training.write")
def new_training() -> str:
    """An empty form with whoever serves today."""
    return _page(open_form(TrainingSchema()))


@blueprint.post("/new")
@needs("training.write")
def post_training() -> Response | tuple[str, int]:
    """Enters a session with its list."""
    form = sent_form(TrainingSchema())
    form.places = {"rows": "people"}

    def write(typed: dict[str, Any]) -> bool:
        rows = tuple(Attendee(who, _minutes(who)) for who in typed.pop("people"))
        kinds = {"kind": Kind(typed["kind"]), "strand": Strand(typed["strand"])}
        training = Training(**typed | kinds, rows=rows)
        with transaction(db) as session:
            enter_training(session, current_actor(), business_now(), training)
        return True

    if form.submit(write) is None:
        return _page(form), 422
    say(_("培训已记好。"))
    return redirect(url_for("training_page.list_trainings"))


@blueprint.post("/<uuid:training_id>/voiding")
@needs("training.write")
def post_voiding(training_id: UUID) -> Response:
    """Takes a session out of the count, for a reason."""
    with transaction(db) as session:
        reason = request.form.get("reason", "")
        void_training(session, current_actor(), business_now(), training_id, reason)
    say(_("已作废，原因留着。"))
    return redirect(url_for("training_page.list_trainings"))


def _minutes(who: UUID) -> int | None:
    text = request.form.get(f"minutes-{who}", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def _page(form: Form) -> str:
    people = in_service(db.session(), local_day(business_now()))
    kinds, strands = [*Kind], [*Strand]
    page = {"form": form, "people": people, "kinds": kinds, "strands": strands}
    return render_template("training/form.html", **page)
