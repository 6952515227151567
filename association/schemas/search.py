"""Input and output of the search for people."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class SearchPeopleSchema(Schema):
    """What was typed: in the body, since names don't belong in addresses."""

    typed = fields.String(required=True, load_only=True, validate=validate.Length(1, 80))
    limit = fields.Integer(load_default=20, strict=True, validate=validate.Range(1, 100))


class FoundPersonSchema(Schema):
    """A volunteer, with the valid card."""

    volunteer = fields.UUID()
    name = fields.String()
    station = fields.String()
    title = fields.String()
    left_on = fields.Date(allow_none=True)
    card = fields.UUID(allow_none=True)
    number = fields.String(allow_none=True)


class FoundPeopleSchema(Schema):
    """The best first."""

    items = fields.List(fields.Nested(FoundPersonSchema))
    total = fields.Integer()
