"""A station's sealed years."""

from __future__ import annotations

from marshmallow import Schema, fields

from station.schemas.monthly_report import HoursSchema


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


class YearResultSchema(HoursSchema):
    """A volunteer's year; a sealed one's figures where `is_reported`, else the ledger's."""

    volunteer = fields.UUID()
    name = fields.String()
    points = fields.Integer()
    proposed = fields.Integer()
    decided = fields.Integer(allow_none=True)
    decision = fields.String(allow_none=True)
    is_reported = fields.Boolean()


class YearResultsSchema(Schema):
    """Everybody who served in the year, by name."""

    items = fields.List(fields.Nested(YearResultSchema))
    total = fields.Integer()
