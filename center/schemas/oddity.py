"""Oddities in the API (domain.md part 11)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

KINDS = ("overlap",)


class OddityQuerySchema(Schema):
    """A year, and a kind or all."""

    year = fields.Integer(required=True, validate=validate.Range(min=1900, max=9998))
    kind = fields.String(validate=validate.OneOf(KINDS))


class OddEntrySchema(Schema):
    """One of the entries concerned."""

    station = fields.String()
    record = fields.UUID()
    start = fields.String()
    end = fields.String()
    hours = fields.Integer()
    category = fields.String()
    form = fields.String()


class OddityItemSchema(Schema):
    """What looks impossible, for a person to look into: both entries are marked."""

    kind = fields.String()
    volunteer = fields.UUID()
    day = fields.Date()
    entries = fields.List(fields.Nested(OddEntrySchema))


class OdditiesSchema(Schema):
    """All of a year."""

    items = fields.List(fields.Nested(OddityItemSchema))
    total = fields.Integer()
