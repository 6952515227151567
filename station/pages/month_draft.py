"""What people write into a month's report: its text, its photos and what they show."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month
from shared.errors import InvalidError
from shared.picture import read_picture
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.month_draft import Text, write_draft
from station.actions.photo import Captioned, add_report_photo, change_caption, remove_photo
from station.database import db
from station.models.month_draft import draft_of
from station.models.month_view import view

blueprint = Blueprint("month_draft_page", __name__, url_prefix="/months")


class DraftSchema(Schema):
    """What the clerk may write: the summary, and why there is no photo."""

    summary = fields.String(validate=validate.Length(max=5000))
    no_photo_reason = fields.String(validate=validate.Length(max=500))


class PhotoSchema(Schema):
    """A photo stands beside the form's fields; its caption says what it shows."""

    photo = fields.Raw()
    caption = fields.String(required=True, validate=validate.Length(min=1, max=200))


@blueprint.get("/<string:month>/draft")
@needs("month.close")
def edit_draft(month: str) -> str:
    """The text and the photos of the report."""
    return _draft_page(Month.parse(month), None)


@blueprint.post("/<string:month>/draft")
@needs("month.close")
def post_draft(month: str) -> Response | tuple[str, int]:
    """Keeps the text with the month."""
    form, asked = sent_form(DraftSchema()), Month.parse(month)

    def write(typed: dict[str, Any]) -> bool:
        text = Text(typed.get("summary", ""), typed.get("no_photo_reason", ""))
        with transaction(db) as session:
            write_draft(session, current_actor(), business_now(), asked, text)
        return True

    if form.submit(write) is None:
        return _draft_page(asked, form), 422
    say(_("月报文字已存好。"))
    return redirect(url_for("month_page.show_month", month=month))


@blueprint.post("/<string:month>/photos")
@needs("month.close")
def post_photo(month: str) -> Response | tuple[str, int]:
    """Adds a photo with its caption; its place data is taken off."""
    form, asked = sent_form(PhotoSchema()), Month.parse(month)
    form.places = {"file": "photo", "image": "photo", "picture": "photo"}

    def add(typed: dict[str, Any]) -> bool:
        sent = request.files.get("photo")
        if sent is None or not sent.filename:
            raise InvalidError("photo.no_file", field="photo")
        added = Captioned(read_picture(sent.read()), typed["caption"])
        with transaction(db) as session:
            add_report_photo(session, current_actor(), business_now(), asked, added)
        return True

    if form.submit(add) is None:
        return _draft_page(asked, None, form), 422
    say(_("照片已加上。"))
    return redirect(url_for("month_draft_page.edit_draft", month=month))


@blueprint.post("/<string:month>/photos/<uuid:photo_id>/caption")
@needs("month.close")
def post_caption(month: str, photo_id: UUID) -> Response:
    """Says otherwise what a photo shows."""
    with transaction(db) as session:
        caption = request.form.get("caption", "")
        change_caption(session, current_actor(), business_now(), photo_id, caption)
    return redirect(url_for("month_draft_page.edit_draft", month=month))


@blueprint.post("/<string:month>/photos/<uuid:photo_id>/removal")
@needs("month.close")
def post_removal(month: str, photo_id: UUID) -> Response:
    """Takes a photo out of a report that isn't signed yet."""
    with transaction(db) as session:
        remove_photo(session, current_actor(), business_now(), photo_id)
    say(_("照片已拿掉。"))
    return redirect(url_for("month_draft_page.edit_draft", month=month))


def _draft_page(month: Month, form: Form | None, photo: Form | None = None) -> str:
    session, now = db.session(), business_now()
    found = view(session, month, now)
    draft = draft_of(session, found, now)
    written = {"summary": draft.summary, "no_photo_reason": draft.no_photo_reason}
    return render_template(
        "monthly_report/draft.html",
        month=month,
        draft=draft,
        form=form or open_form(DraftSchema(), written),
        photo=photo or Form(PhotoSchema()),
    )
