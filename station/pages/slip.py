"""Paper slips photographed: filed by the code on them, or with the record that one chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from shared.asked import uuid_in
from shared.clock import business_now
from shared.database import transaction
from shared.errors import InvalidError, RefusalError
from shared.picture import read_slip
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.sentences import sentence_of
from station.actions.photo import remove_photo
from station.actions.slip import Filed, Slip, file_kept_slip, file_slip
from station.database import db
from station.models import photo
from station.models.slip_list import choices, filed_slips
from station.pages.record import line_at
from station.sentences import SENTENCES

blueprint = Blueprint("slip_page", __name__, url_prefix="/slips")
MOST_FILES = 20
MOST_SHOWN = 60


class SlipPageSchema(Schema):
    """Photos stand beside the fields; `record` is whose slip it is, where one came from it."""

    file = fields.Raw()
    record = fields.UUID(load_default=None)


class FilingSchema(Schema):
    """The record that a person chose."""

    record = fields.UUID(required=True)


@dataclass(frozen=True)
class _Done:
    """What became of one file: the photo kept, or why not; of which order it is to be read off."""

    name: str
    photo: UUID | None = None
    sentence: str = ""
    order: UUID | None = None


@blueprint.get("")
@needs("record.enter")
def list_slips() -> str:
    """The way to photograph slips, what came of the last ones, those that wait for a record."""
    form = Form(SlipPageSchema())
    if (record := uuid_in(request.args.get("record", ""))) is not None:
        form.typed["record"] = str(record)
    filed = [id for text in request.args.getlist("filed") if (id := uuid_in(text)) is not None]
    return _page(form, filed)


@blueprint.post("")
@needs("record.enter")
def post_slips() -> Response | tuple[str, int]:
    """Files each photo by its code, else with the record one came from, else keeps it."""
    form = sent_form(SlipPageSchema())
    done = form.submit(_file_all)
    if done is None:
        return _page(form), 422
    filed = [one.photo for one in done if one.photo is not None]
    refused = [f"{one.name}{_('：')}{one.sentence}" for one in done if one.sentence]
    if refused:
        form.errors["file"] = " ".join(refused)
        return _page(form, filed), 422
    say(_("已收下 %(n)s 张。", n=len(filed)))
    if len(done) == 1 and done[0].order is not None:
        return _to_order(done[0].order, filed[0])
    if len(filed) == 1 and form.value("record"):
        return redirect(url_for("record_page.show_record", record_id=form.value("record")))
    return redirect(url_for("slip_page.list_slips", filed=filed))


@blueprint.get("/<uuid:photo_id>")
@needs("record.enter")
def show_slip(photo_id: UUID) -> str:
    """One slip, with the records that it may belong to."""
    return _choosing(photo_id, Form(FilingSchema()))


@blueprint.post("/<uuid:photo_id>/filing")
@needs("record.enter")
def post_filing(photo_id: UUID) -> Response | tuple[str, int]:
    """Files it with the record that was chosen."""
    form = sent_form(FilingSchema())

    def file(typed: dict[str, Any]) -> Filed:
        with transaction(db) as session:
            actor, record = current_actor(), typed["record"]
            return file_kept_slip(session, actor, business_now(), photo_id, record)

    filed = form.submit(file)
    if filed is None:
        return _choosing(photo_id, form), 422
    say(_("单子已归到这条记录。"))
    if filed.order is not None:
        return _to_order(filed.order, photo_id)
    return redirect(url_for("record_page.show_record", record_id=filed.record))


@blueprint.post("/<uuid:photo_id>/removal")
@needs("record.enter")
def post_removal(photo_id: UUID) -> Response:
    """Takes away a photo that belongs to no record."""
    with transaction(db) as session:
        remove_photo(session, current_actor(), business_now(), photo_id)
    say(_("照片已拿掉。"))
    return redirect(url_for("slip_page.list_slips"))


def _to_order(order: UUID, photo_id: UUID) -> Response:
    """What a slip of an order says is read off there; while nobody reported it, at its page."""
    if photo.by_id(db.session(), photo_id).record_id is None:
        return redirect(url_for("order_page.show_order", order_id=order))
    address = url_for("order_paper_page.new_signature", order_id=order, photo=photo_id)
    return redirect(address)


def _file_all(typed: dict[str, Any]) -> list[_Done]:
    files = [one for one in request.files.getlist("file") if one.filename]
    if not files:
        raise InvalidError("photo.no_file", field="file")
    if len(files) > MOST_FILES:
        raise InvalidError("photo.too_many_files", field="file", most=MOST_FILES)
    return [_file_one(one, typed["record"]) for one in files]


def _file_one(file: FileStorage, record: UUID | None) -> _Done:
    """Each for itself: one bad photo doesn't hold up the others."""
    name = file.filename or ""
    try:
        picture, codes = read_slip(file.read())
        with transaction(db) as session:
            slip = Slip(picture, codes, record)
            filed = file_slip(session, current_actor(), business_now(), slip)
            return _Done(name, filed.photo.id, order=filed.order)
    except RefusalError as refusal:
        return _Done(name, None, sentence_of(SENTENCES, refusal.code, refusal.values))


def _page(form: Form, filed: Sequence[UUID] = ()) -> str:
    session = db.session()
    record = uuid_in(form.value("record"))
    return render_template(
        "slip/list.html",
        form=form,
        line=line_at(record) if record is not None else None,
        filed=filed_slips(session, filed) if filed else (),
        waiting=session.scalars(photo.unfiled_slips().limit(MOST_SHOWN)).all(),
    )


def _choosing(photo_id: UUID, form: Form) -> str:
    session, name = db.session(), request.args.get("q", "").strip()
    kept = photo.by_id(session, photo_id)
    return render_template(
        "slip/show.html", photo=kept, lines=choices(session, name), name=name, form=form
    )
