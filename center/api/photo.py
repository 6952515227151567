"""The pictures of registrations and of monthly reports."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from center.database import db
from center.models import photo
from shared.picture import MIME
from shared.web.login import needs
from shared.web.photo import photo_response

blueprint = Blueprint("photo", __name__, url_prefix="/api")


@blueprint.route("/registrations/<uuid:id>/photo")
@needs("registration.list")
@blueprint.response(200, content_type=MIME)
def show_portrait(id: UUID) -> Response:
    """The photo of who registers."""
    return photo_response(*photo.portrait(db.session(), id))


@blueprint.route("/tallies/<uuid:id>/photos/<string(length=64):sha256>")
@needs("tally.show")
@blueprint.response(200, content_type=MIME)
def show_report_photo(id: UUID, sha256: str) -> Response:
    """A photo of a monthly report."""
    return photo_response(sha256, photo.report_photo(db.session(), id, sha256))
