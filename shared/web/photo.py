"""Photos as a view answers them: for whoever asked alone, and never sniffed for another kind."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_smorest.fields import Upload
from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from shared.errors import NotFoundError
from shared.picture import MIME, Crop

SECONDS = 3600
PART = validate.Range(0, 1)
EDGES = ("x", "y", "w", "h")


class PhotoFileSchema(Schema):
    """A picture: JPEG, PNG, WebP or HEIC, at most 20 MB."""

    file = Upload(required=True)


class CropSchema(Schema):
    """The part to keep, as fractions of the upright picture; all four, or none for the middle."""

    x = fields.Float(validate=PART)
    y = fields.Float(validate=PART)
    w = fields.Float(validate=PART)
    h = fields.Float(validate=PART)

    @validates_schema
    def _check(self, data: dict[str, Any], **_kwargs: Any) -> None:
        missing = [edge for edge in EDGES if edge not in data]
        if 0 < len(missing) < len(EDGES):
            raise ValidationError("all four, or none", missing[0])

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """The four as one `crop`, beside whatever else the form has."""
        others = {name: value for name, value in data.items() if name not in EDGES}
        has_part = all(edge in data for edge in EDGES)
        crop = Crop(*(data[edge] for edge in EDGES)) if has_part else None
        return others | {"crop": crop}


def photo_response(sha256: str, content: bytes | None) -> Response:
    """The bytes, or 304 where the browser has them; NotFoundError while they are on their way."""
    if content is None:
        raise NotFoundError("picture.not_here")
    response = Response(content, mimetype=MIME)
    response.cache_control.private = True
    response.cache_control.max_age = SECONDS
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.set_etag(sha256)
    response.make_conditional(request)
    return response
