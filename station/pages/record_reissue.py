"""A certified record set right: voided, or voided and issued anew with its form filled in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_record import Category, Evaluation, Form
from shared.web.edit import require_unchanged, seen
from shared.web.form import Form as PageForm
from shared.web.form import open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.reissue import reissue_record, void_record
from station.database import db
from station.pages.record import line_at
from station.schemas.activity_page import clock

blueprint = Blueprint("record_reissue_page", __name__, url_prefix="/records")


class VoidSchema(Schema):
    """Why a record is voided, and what the new one says where it differs."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class ReissueSchema(VoidSchema):
    """The record's form filled in; what stays the same needs no new signature."""

    day = fields.Date(required=True)
    start = fields.String(required=True, validate=validate.Regexp(r"^\d{1,2}:\d{2}$"))
    end = fields.String(required=True, validate=validate.Regexp(r"^\d{1,2}:\d{2}$"))
    break_minutes = fields.Integer(load_default=0, validate=validate.Range(min=0, max=600))
    category = fields.String(required=True, validate=validate.OneOf([*Category]))
    form = fields.String(required=True, validate=validate.OneOf([*Form]))
    place = fields.String(validate=validate.Length(max=200))
    content = fields.String(validate=validate.Length(max=200))
    evaluation = fields.String(load_default="none", validate=validate.OneOf([*Evaluation]))
    paid = fields.Boolean()


@blueprint.get("/<uuid:record_id>/voiding")
@needs("record.void")
def new_voiding(record_id: UUID) -> str:
    """What it means, before it is done."""
    return _voiding(record_id, open_form(VoidSchema()))


@blueprint.post("/<uuid:record_id>/voiding")
@needs("record.void")
def post_voiding(record_id: UUID) -> Response | tuple[str, int]:
    """A certified record counts no more; it stays, with the reason."""
    form = sent_form(VoidSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            require_unchanged(session, f"record:{record_id}")
            void_record(session, current_actor(), business_now(), record_id, typed["reason"])
        return True

    if form.submit(write) is None:
        return _voiding(record_id, form), 422
    say(_("已作废。原记录和原因都留着。"))
    return redirect(url_for("record_page.show_record", record_id=record_id))


@blueprint.get("/<uuid:record_id>/reissue")
@needs("record.void")
def new_reissue(record_id: UUID) -> str:
    """The record's form filled in again."""
    record = line_at(record_id).record
    names = ReissueSchema().fields.keys() - {"reason", "evaluation"}
    initial = {name: getattr(record, name) for name in names}
    return _reissue(record_id, open_form(ReissueSchema(), initial))


@blueprint.post("/<uuid:record_id>/reissue")
@needs("record.void")
def post_reissue(record_id: UUID) -> Response | tuple[str, int]:
    """The old one voided, the new one waits for its officers; each points at the other."""
    form = sent_form(ReissueSchema())

    def write(typed: dict[str, Any]) -> UUID:
        reason, differing = typed.pop("reason"), _differing(record_id, typed)
        with transaction(db) as session:
            require_unchanged(session, f"record:{record_id}")
            now = business_now()
            change = (reason, differing)
            return reissue_record(session, current_actor(), now, record_id, change)[1].id

    new = form.submit(write)
    if new is None:
        return _reissue(record_id, form), 422
    say(_("已作废原来的，另记了一条，等认定。"))
    return redirect(url_for("record_page.show_record", record_id=new))


def _differing(record_id: UUID, typed: dict[str, Any]) -> dict[str, Any]:
    """What differs from the old record; blank hours are counted from the times."""
    line = line_at(record_id)
    new = {
        **typed,
        "start": clock(typed["start"], "start"),
        "end": clock(typed["end"], "end"),
        "category": Category(typed["category"]),
        "form": Form(typed["form"]),
        "evaluation": Evaluation(typed["evaluation"]),
    }
    old = {name: getattr(line.record, name) for name in new} | {"evaluation": line.evaluation}
    return {name: value for name, value in new.items() if value != old[name]}


def _voiding(record_id: UUID, form: PageForm) -> str:
    mark = seen(db.session(), f"record:{record_id}")
    return render_template("record/voiding.html", line=line_at(record_id), form=form, seen=mark)


def _reissue(record_id: UUID, form: PageForm) -> str:
    mark = seen(db.session(), f"record:{record_id}")
    return render_template(
        "record/reissue.html",
        line=line_at(record_id),
        form=form,
        seen=mark,
        categories=[*Category],
        forms=[*Form],
    )
