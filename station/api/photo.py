"""Photos: portraits and slips uploaded, those of a month's report, and the pictures themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month
from shared.errors import NotFoundError
from shared.federation.blob import content_of
from shared.picture import MIME, read_picture, read_portrait, read_slip
from shared.web.login import current_actor, needs
from shared.web.page import PageSchema, page_of
from shared.web.photo import PhotoFileSchema, photo_response
from station.actions.photo import Captioned, add_report_photo, change_caption, remove_photo
from station.actions.portrait import add_portrait
from station.actions.slip import Slip, file_kept_slip, file_slip
from station.database import db
from station.domain.slip import text_of
from station.models import photo
from station.models.federation import TABLES
from station.models.photo import Photo
from station.models.service_record import ServiceRecord
from station.schemas.photo import (
    CaptionSchema,
    FiledSchema,
    FileSlipSchema,
    PhotoSchema,
    PhotosSchema,
    PortraitSchema,
    RecordSlipsSchema,
    SlipSchema,
)

blueprint = Blueprint("photo", __name__, url_prefix="/api")


@blueprint.route("/photos/<uuid:photo_id>", methods=["GET"])
@needs("registration.read")
@blueprint.response(200, content_type=MIME)
def get_photo(photo_id: UUID) -> Response:
    """The picture."""
    session = db.session()
    kept = photo.by_id(session, photo_id)
    return photo_response(kept.sha256, content_of(session, TABLES, kept.sha256))


@blueprint.route("/photos/<string(length=64):sha256>", methods=["GET"])
@needs("registration.read")
@blueprint.response(200, content_type=MIME)
def get_photo_by_digest(sha256: str) -> Response:
    """The picture that a signed report or a record names."""
    return photo_response(sha256, content_of(db.session(), TABLES, sha256))


@blueprint.route("/photos/<uuid:photo_id>", methods=["DELETE"])
@needs("month.close")
@blueprint.response(204)
def delete_photo(photo_id: UUID) -> None:
    """Takes a photo out of a report that isn't signed yet, or one that nothing has named."""
    with transaction(db) as session:
        remove_photo(session, current_actor(), business_now(), photo_id)


@blueprint.route("/photos/<uuid:photo_id>/caption", methods=["PUT"])
@needs("month.close")
@blueprint.arguments(CaptionSchema)
@blueprint.response(200, PhotoSchema)
def put_caption(asked: dict[str, str], photo_id: UUID) -> Photo:
    """Changes what a photo of the report is said to show."""
    with transaction(db) as session:
        return change_caption(session, current_actor(), business_now(), photo_id, asked["caption"])


@blueprint.route("/portraits", methods=["POST"])
@needs("registration.write")
@blueprint.arguments(PhotoFileSchema, location="files")
@blueprint.arguments(PortraitSchema, location="form")
@blueprint.response(201, PhotoSchema)
def post_portrait(files: dict[str, Any], asked: dict[str, Any]) -> Photo:
    """Keeps a portrait of 350 × 490, for somebody or for a form that is being filled in."""
    picture = read_portrait(files["file"].read(), asked["crop"])
    with transaction(db) as session:
        return add_portrait(session, current_actor(), business_now(), picture, asked["whom"])


@blueprint.route("/months/<string:month>/photos", methods=["GET"])
@needs("month.read")
@blueprint.response(200, PhotosSchema)
def list_month_photos(month: str) -> dict[str, Any]:
    """The photos that the month's next signature takes along."""
    return _listed(photo.photos_of_month(db.session(), Month.parse(month)))


@blueprint.route("/months/<string:month>/photos", methods=["POST"])
@needs("month.close")
@blueprint.arguments(PhotoFileSchema, location="files")
@blueprint.arguments(CaptionSchema, location="form")
@blueprint.response(201, PhotoSchema)
def post_month_photo(files: dict[str, Any], asked: dict[str, str], month: str) -> Photo:
    """Adds a photo with its caption."""
    added = Captioned(read_picture(files["file"].read()), asked["caption"])
    with transaction(db) as session:
        wanted = Month.parse(month)
        return add_report_photo(session, current_actor(), business_now(), wanted, added)


@blueprint.route("/slips", methods=["POST"])
@needs("record.enter")
@blueprint.arguments(PhotoFileSchema, location="files")
@blueprint.arguments(SlipSchema, location="form")
@blueprint.response(201, FiledSchema)
def post_slip(files: dict[str, Any], asked: dict[str, Any]) -> Any:
    """Files a photographed slip by its code, else with the record named, else keeps it."""
    slip = Slip(*read_slip(files["file"].read()), asked["record"])
    with transaction(db) as session:
        return file_slip(session, current_actor(), business_now(), slip)


@blueprint.route("/slips", methods=["GET"])
@needs("record.read")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, PhotosSchema)
def list_unfiled(asked: dict[str, Any]) -> dict[str, Any]:
    """The slips that wait for somebody to say which record they belong to."""
    page, total = page_of(db.session(), photo.unfiled_slips(), asked)
    return {"items": [found for (found,) in page], "total": total}


@blueprint.route("/slips/<uuid:photo_id>/filing", methods=["POST"])
@needs("record.enter")
@blueprint.arguments(FileSlipSchema)
@blueprint.response(200, FiledSchema)
def post_filing(asked: dict[str, Any], photo_id: UUID) -> Any:
    """Files by hand a slip that was kept."""
    with transaction(db) as session:
        actor, now = current_actor(), business_now()
        return file_kept_slip(session, actor, now, photo_id, asked["record"])


@blueprint.route("/records/<uuid:record_id>/slips", methods=["GET"])
@needs("record.read")
@blueprint.response(200, RecordSlipsSchema)
def list_slips(record_id: UUID) -> dict[str, Any]:
    """The slips filed with a record, and what to print in a slip's code."""
    record = db.session().get(ServiceRecord, record_id)
    if record is None:
        raise NotFoundError("service_record.unknown")
    return _listed(photo.slips_of(db.session(), record)) | {"code": text_of(record.id)}


def _listed(found: Sequence[Photo]) -> dict[str, Any]:
    return {"items": found, "total": len(found)}
