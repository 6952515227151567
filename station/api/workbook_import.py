"""Imports: upload and preview, confirmation, refused rows given back, a sheet's certification."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_record import Status
from shared.errors import NotFoundError
from shared.web.login import current_actor, needs
from shared.web.page import PageSchema, page_of
from station.actions.sheet_certification import SheetAct, certify_sheet, waiting
from station.actions.taking_back import take_back_import
from station.actions.workbook_import import (
    Confirmation,
    confirm_import,
    preview_of,
    preview_workbook,
)
from station.database import db
from station.domain.outcome import Outcome, Reason
from station.domain.preview import count_to_write
from station.models.workbook_import import Kind, WorkbookImport
from station.schemas.workbook_import import (
    CertifiedSheetSchema,
    CertifySheetSchema,
    ConfirmImportSchema,
    ImportFileSchema,
    ImportListSchema,
    ImportSchema,
    TakenBackSchema,
    WaitingListSchema,
    WorkbookImportSchema,
)
from station.workbooks.reasons import sentence
from station.workbooks.refused import write_refused
from station.workbooks.upload import SHEET_KINDS, File, read_again, read_upload

blueprint = Blueprint("workbook_import", __name__, url_prefix="/api")
HEAD = (
    *("id", "kind", "file_name", "digest", "month", "months", "counts"),
    *("status", "entered_at", "written_at"),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.route("/imports", methods=["POST"])
@needs("import.write")
@blueprint.arguments(ImportFileSchema, location="files")
@blueprint.arguments(ImportSchema, location="form")
@blueprint.response(201, WorkbookImportSchema)
def post_import(files: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """Previews a workbook; nothing of it is written yet."""
    file = files["file"]
    upload = read_upload(
        File(file.filename or "", file.read(), asked["kind"], month=asked["month"])
    )
    with transaction(db) as session:
        kept = preview_workbook(session, current_actor(), business_now(), upload)
        return _shown(kept)


@blueprint.route("/imports", methods=["GET"])
@needs("import.read")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, ImportListSchema)
def list_imports(asked: dict[str, Any]) -> dict[str, Any]:
    """All imports, the newest first."""
    query = select(WorkbookImport).order_by(WorkbookImport.id.desc())
    page, total = page_of(db.session(), query, asked)
    return {"items": [_head(kept) for (kept,) in page], "total": total}


@blueprint.route("/imports/<uuid:import_id>", methods=["GET"])
@needs("import.read")
@blueprint.response(200, WorkbookImportSchema)
def get_import(import_id: UUID) -> dict[str, Any]:
    """An import with its rows as they were judged."""
    return _shown(_import(import_id))


@blueprint.route("/imports/<uuid:import_id>/refused.xlsx", methods=["GET"])
@needs("import.read")
@blueprint.response(200, content_type=XLSX)
def get_refused(import_id: UUID) -> Response:
    """The refused rows as a workbook, the reason in the last column."""
    kept = _import(import_id)
    lines = preview_of(kept)["rows"]
    refused = [
        (row, Reason(line["reason"]))
        for row, line in zip(read_again(kept), lines, strict=True)
        if line["outcome"] == Outcome.REFUSED
    ]
    book = write_refused(SHEET_KINDS[Kind(kept.kind)], refused)
    response = Response(book, mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"refused-{kept.id}.xlsx")
    return response


@blueprint.route("/imports/<uuid:import_id>/confirmation", methods=["POST"])
@needs("import.write")
@blueprint.arguments(ConfirmImportSchema)
@blueprint.response(200, WorkbookImportSchema)
def post_confirmation(asked: dict[str, Any], import_id: UUID) -> dict[str, Any]:
    """Writes all accepted and held rows, or none."""
    rows = read_again(_import(import_id))
    confirmation = Confirmation(rows, asked["count"], asked["late_reason"])
    with transaction(db) as session:
        kept = confirm_import(session, current_actor(), business_now(), import_id, confirmation)
        return _shown(kept)


@blueprint.route("/imports/<uuid:import_id>/certification", methods=["GET"])
@needs("import.read")
@blueprint.response(200, WaitingListSchema)
def get_certification(import_id: UUID) -> dict[str, Any]:
    """The officers whom the sheet's rows name, and how many rows wait for each."""
    items = [
        {
            "id": found.officer.id,
            "name": found.officer.name,
            "linked": found.officer.account_id is not None,
            "certifier": found.certifier,
            "second_officer": found.second_officer,
        }
        for found in waiting(db.session(), import_id)
    ]
    return {"items": items, "total": len(items)}


@blueprint.route("/imports/<uuid:import_id>/certification", methods=["POST"])
@needs("sheet.certify")
@blueprint.arguments(CertifySheetSchema)
@blueprint.response(200, CertifiedSheetSchema)
def post_certification(asked: dict[str, Any], import_id: UUID) -> dict[str, int]:
    """The officer's one act on all rows that name them."""
    act = SheetAct(asked["officer"], asked["count"])
    with transaction(db) as session:
        records = certify_sheet(session, current_actor(), business_now(), import_id, act)
        certified = sum(record.status == Status.CERTIFIED for record in records)
    return {"certified": certified, "waiting": len(records) - certified}


@blueprint.route("/imports/<uuid:import_id>/taking-back", methods=["POST"])
@needs("import.write")
@blueprint.response(200, TakenBackSchema)
def post_taking_back(import_id: UUID) -> dict[str, Any]:
    """Takes a whole import back, as long as nothing of it was certified, decided or reported."""
    with transaction(db) as session:
        done = take_back_import(session, current_actor(), business_now(), import_id)
        return {"id": done.kept.id, "status": done.kept.status, "counts": done.counts}


def _import(import_id: UUID) -> WorkbookImport:
    kept = db.session().get(WorkbookImport, import_id)
    if kept is None:
        raise NotFoundError("workbook_import.unknown")
    return kept


def _head(kept: WorkbookImport) -> dict[str, Any]:
    head = {name: getattr(kept, name) for name in HEAD}
    return head | {"to_write": count_to_write(kept.counts)}


def _shown(kept: WorkbookImport) -> dict[str, Any]:
    shown = preview_of(kept)
    for line in shown["rows"]:
        line["sentence"] = sentence(Reason(line["reason"])) if line["reason"] else None
    return _head(kept) | shown
