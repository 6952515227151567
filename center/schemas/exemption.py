"""Exemptions from the monthly group activity, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.wire.schema import MonthField


class GrantSchema(Schema):
    """Which months, of one station or of all (null), and why."""

    station = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    first = MonthField(required=True)
    last = MonthField(required=True)
    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class ExemptionSchema(Schema):
    """One that was granted; withdrawn ones stay on the list."""

    id = fields.UUID()
    station = fields.String(allow_none=True)
    first = fields.String()
    last = fields.String()
    reason = fields.String()
    granted_on = fields.Date()
    granted_by = fields.String()
    withdrawn_on = fields.Date(allow_none=True)
    withdrawn_by = fields.String(allow_none=True)


class ExemptionsSchema(Schema):
    """All of them, the latest months first."""

    items = fields.List(fields.Nested(ExemptionSchema))
    total = fields.Integer()
