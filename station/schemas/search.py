"""Input and output of the search for people."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class SearchPeopleSchema(Schema):
    """What was typed: in the body, since it may be a number."""

    typed = fields.String(required=True, load_only=True, validate=validate.Length(1, 80))
    limit = fields.Integer(load_default=20, strict=True, validate=validate.Range(1, 100))


class FoundPersonSchema(Schema):
    """A member; whether also a volunteer, and with which valid card."""

    member = fields.UUID()
    name = fields.String()
    last_four = fields.String()
    post = fields.String()
    on_roster = fields.Boolean()
    volunteer = fields.UUID(allow_none=True)
    status = fields.String(allow_none=True)
    card = fields.String(allow_none=True)


class FoundPeopleSchema(Schema):
    """The best first."""

    items = fields.List(fields.Nested(FoundPersonSchema))
    total = fields.Integer()
