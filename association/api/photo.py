"""The pictures of volunteers, as their cards show them."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from association.database import db
from association.models.photo import portrait_of
from association.models.volunteer import by_id
from shared.errors import NotFoundError
from shared.picture import MIME
from shared.web.login import needs
from shared.web.photo import photo_response

blueprint = Blueprint("photo", __name__, url_prefix="/api")


@blueprint.route("/volunteers/<uuid:id>/photo")
@needs("card.read")
@blueprint.response(200, content_type=MIME)
def show_portrait(id: UUID) -> Response:
    """The photo of a volunteer."""
    session = db.session()
    person = by_id(session, id)
    if person.photo is None:
        raise NotFoundError("photo.unknown")
    return photo_response(person.photo, portrait_of(session, person))
