"""Acts on many records at once: ids with a count in, a result a row out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.web.bulk import RowSchema, RowsSchema

MOST = 2000
REASON = validate.And(validate.Length(1, 500), validate.ContainsNoneOf("\x00"))


class BulkSchema(Schema):
    """Which rows, and how many the person saw ticked."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST))
    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class ReasonSchema(Schema):
    """Why."""

    reason = fields.String(required=True, validate=REASON)


class ResultSchema(RowSchema):
    """Besides, the record's status now and what it waits for."""

    status = fields.String(allow_none=True)
    waits_for = fields.String(allow_none=True)


class ResultsSchema(RowsSchema):
    """Records, in the order asked."""

    items = fields.List(fields.Nested(ResultSchema))
