"""A station's sealed years."""

from __future__ import annotations

from marshmallow import Schema, fields


class YearVersionSchema(Schema):
    """One version: signed by whom, of how many volunteers in how many parts, and its return."""

    version = fields.Integer()
    status = fields.String()
    signed_by = fields.String()
    sealed_at = fields.DateTime()
    parts = fields.Integer()
    volunteers = fields.List(fields.Dict())
    return_reason = fields.String(allow_none=True)
    differences = fields.List(fields.Dict(), allow_none=True)
    returned_at = fields.DateTime(allow_none=True)


class YearSchema(Schema):
    """`status` is the newest version's; open while none was sealed."""

    year = fields.Integer()
    status = fields.String()
    versions = fields.List(fields.Nested(YearVersionSchema))
