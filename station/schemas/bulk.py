"""Acts on many records at once: ids with a count in, a result a row out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

MOST = 2000
REASON = validate.And(validate.Length(1, 500), validate.ContainsNoneOf("\x00"))


class BulkSchema(Schema):
    """Which rows, and how many the person saw ticked."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST))
    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class ReasonSchema(Schema):
    """Why."""

    reason = fields.String(required=True, validate=REASON)


class ResultSchema(Schema):
    """One row's outcome: done, or refused with code and sentence."""

    id = fields.UUID()
    outcome = fields.String(validate=validate.OneOf(("done", "refused")))
    status = fields.String(allow_none=True)
    waits_for = fields.String(allow_none=True)
    code = fields.String()
    sentence = fields.String()


class ResultsSchema(Schema):
    """All rows, in the order asked, and how many were done."""

    items = fields.List(fields.Nested(ResultSchema))
    total = fields.Integer()
    done = fields.Integer()
