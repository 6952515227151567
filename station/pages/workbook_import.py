"""Workbooks brought in by page: a file, its rows judged, written in one act; samples to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy import select
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.errors import InvalidError, NotFoundError
from shared.web.edit import history
from shared.web.export import XLSX, download
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.sentences import sentence_of
from shared.web.word import word
from station.actions.sheet_certification import SheetAct, certify_sheet, waiting
from station.actions.workbook_import import (
    Confirmation,
    confirm_import,
    preview_of,
    preview_workbook,
)
from station.database import db
from station.domain.outcome import Outcome, Reason
from station.domain.preview import count_to_write
from station.models.workbook_import import Kind, Status, WorkbookImport
from station.sentences import SENTENCES
from station.workbooks.refused import write_refused
from station.workbooks.sample import sample
from station.workbooks.upload import AUTO, SHEET_KINDS, File, read_again, read_upload

blueprint = Blueprint("import_page", __name__, url_prefix="/imports")
MOST_SHOWN = 200
LISTING = Listing(
    "imports",
    (
        Column("file", _l("文件"), lambda kept: kept.file_name),
        Column("kind", _l("是什么"), lambda kept: word(f"import:{kept.kind}"), WorkbookImport.kind),
        Column("status", _l("状态"), lambda kept: word(f"import:{kept.status}")),
        Column("written", _l("写入"), lambda kept: count_to_write(kept.counts), number=True),
        Column("refused", _l("不收"), lambda kept: kept.counts["refused"], number=True),
        Column(
            "at", _l("日期"), lambda kept: local_day(kept.entered_at), WorkbookImport.entered_at
        ),
    ),
    sort="-at",
)


class UploadSchema(Schema):
    """The file stands beside the form's fields; its kind is recognised unless it is said."""

    file = fields.Raw()
    kind = fields.String(load_default=AUTO, validate=validate.OneOf([*Kind, AUTO]))


class ConfirmSchema(Schema):
    """How many rows the reader saw would be written; a reason where some are late."""

    count = fields.Integer(required=True)
    late_reason = fields.String(validate=validate.Length(max=500))


@blueprint.get("")
@needs("import.read")
def list_imports() -> str:
    """What was brought in, and a field for the next file."""
    return _list(open_form(UploadSchema()))


@blueprint.post("")
@needs("import.write")
def post_import() -> Response | tuple[str, int]:
    """Judges a file; nothing of it is written yet."""
    form = sent_form(UploadSchema())
    kept = form.submit(_preview)
    if kept is None:
        return _list(form), 422
    return redirect(url_for("import_page.show_import", import_id=kept))


@blueprint.get("/samples/<any(roster, registration, record):kind>.xlsx")
@needs("import.read")
def show_sample(kind: str) -> Response:
    """An empty workbook with the headings and one example row."""
    return download(sample(SHEET_KINDS[Kind(kind)]), f"{kind}.xlsx", XLSX)


@blueprint.get("/<uuid:import_id>")
@needs("import.read")
def show_import(import_id: UUID) -> str:
    """The judged rows: what is written, what waits, what isn't taken and why."""
    return _detail(_import(import_id), open_form(ConfirmSchema()))


@blueprint.post("/<uuid:import_id>/confirmation")
@needs("import.write")
def post_confirmation(import_id: UUID) -> Response | tuple[str, int]:
    """Writes all accepted and held rows, or none."""
    form, rows = sent_form(ConfirmSchema()), read_again(_import(import_id))

    def write(typed: dict[str, Any]) -> int:
        confirmation = Confirmation(rows, typed["count"], typed.get("late_reason", ""))
        with transaction(db) as session:
            confirm_import(session, current_actor(), business_now(), import_id, confirmation)
        return int(typed["count"])

    count = form.submit(write)
    if count is None:
        return _detail(_import(import_id), form), 422
    say(_("已写入 %(n)s 条。", n=count))
    return redirect(url_for("import_page.show_import", import_id=import_id))


@blueprint.get("/<uuid:import_id>/refused.xlsx")
@needs("import.read")
def show_refused(import_id: UUID) -> Response:
    """The refused rows as a workbook, the reason in the last column."""
    kept = _import(import_id)
    pairs = zip(read_again(kept), preview_of(kept)["rows"], strict=True)
    refused = [
        (row, Reason(line["reason"])) for row, line in pairs if line["outcome"] == Outcome.REFUSED
    ]
    book = write_refused(SHEET_KINDS[Kind(kept.kind)], refused)
    return download(book, f"refused-{kept.id}.xlsx", XLSX)


@blueprint.post("/<uuid:import_id>/certification")
@needs("sheet.certify")
def post_certification(import_id: UUID) -> Response:
    """The officer's one act on all rows that name them."""
    try:
        act = SheetAct(UUID(request.form.get("officer", "")), int(request.form.get("count", "")))
    except ValueError:
        raise InvalidError("form.invalid", fields="officer, count") from None
    with transaction(db) as session:
        records = certify_sheet(session, current_actor(), business_now(), import_id, act)
    say(_("已办 %(n)s 条。", n=len(records)))
    return redirect(url_for("import_page.show_import", import_id=import_id))


def _preview(typed: dict[str, Any]) -> UUID:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidError("workbook_import.no_file", field="file")
    upload = read_upload(File(file.filename, file.read(), typed["kind"] or AUTO))
    with transaction(db) as session:
        return preview_workbook(session, current_actor(), business_now(), upload).id


def _list(form: Form) -> str:
    asked = LISTING.ask()
    query = select(WorkbookImport).order_by(*asked.order(), WorkbookImport.id.desc())
    rows = rows_of(db.session(), query, asked)
    return render_template("workbook_import/list.html", rows=rows, form=form, kinds=[*Kind])


def _detail(kept: WorkbookImport, form: Form) -> str:
    shown = preview_of(kept)
    by_outcome: dict[str, list[dict[str, Any]]] = {str(outcome): [] for outcome in Outcome}
    for line in shown["rows"]:
        line["sentence"] = _sentence(line["reason"])
        by_outcome[line["outcome"]].append(line)
    session = db.session()
    officers: Sequence[Any] = ()
    if kept.kind == Kind.RECORD and kept.status == Status.WRITTEN:
        officers = waiting(session, kept.id)
    return render_template(
        "workbook_import/show.html",
        kept=kept,
        form=form,
        refused=by_outcome[Outcome.REFUSED][:MOST_SHOWN],
        held=by_outcome[Outcome.HELD][:MOST_SHOWN],
        beside={name: shown.get(name, ()) for name in ("joined", "left", "changed")},
        to_write=count_to_write(kept.counts),
        has_late=any(line["reason"] == Reason.LATE for line in shown["rows"]),
        officers=officers,
        lines=history(session, f"import:{kept.id}"),
    )


def _sentence(reason: str | None) -> str:
    return sentence_of(SENTENCES, reason, {}) if reason else ""


def _import(import_id: UUID) -> WorkbookImport:
    kept = db.session().get(WorkbookImport, import_id)
    if kept is None:
        raise NotFoundError("workbook_import.unknown")
    return kept
