"""Input and output of photos, portraits and slips."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.web.photo import CropSchema
from station.domain.photo import LONGEST_CAPTION

CAPTION = validate.Length(0, LONGEST_CAPTION)


class PortraitSchema(CropSchema):
    """Whose: a registration's or a volunteer's id, or nobody's yet; and which part of it."""

    whom = fields.UUID(load_default=None)


class CaptionSchema(Schema):
    """What a photo of the report shows; it may be said later."""

    caption = fields.String(load_default="", validate=CAPTION)


class SlipSchema(Schema):
    """The record by hand, where the paper has no code."""

    record = fields.UUID(load_default=None)


class FileSlipSchema(Schema):
    """The record to which a kept slip belongs."""

    record = fields.UUID(required=True)


class PhotoSchema(Schema):
    """A photo without its bytes, which lie under its address; `sha256` is what goes up."""

    id = fields.UUID()
    kind = fields.String()
    sha256 = fields.String()
    width = fields.Integer()
    height = fields.Integer()
    size = fields.Integer()
    volunteer = fields.UUID(attribute="volunteer_id", allow_none=True)
    record = fields.UUID(attribute="record_id", allow_none=True)
    month = fields.String(allow_none=True)
    caption = fields.String()
    added_at = fields.AwareDateTime(format="iso")


class PhotosSchema(Schema):
    """A list of them."""

    items = fields.List(fields.Nested(PhotoSchema))
    total = fields.Integer()


class FiledSchema(Schema):
    """Where a slip went: `by` is qr or hand; `is_evidence` whether the record took its digest.

    Of an `order` it says who signed and what they said, which an officer has yet to enter.
    """

    photo = fields.Nested(PhotoSchema)
    record = fields.UUID(allow_none=True)
    by = fields.String(allow_none=True)
    is_evidence = fields.Boolean()
    order = fields.UUID(allow_none=True)


class RecordSlipsSchema(PhotosSchema):
    """A record's slips, and what the code on a printed one says."""

    code = fields.String()
