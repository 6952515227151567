"""Input and output of officers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class LinkOfficerSchema(Schema):
    """The login of the account whose acts count as the officer's."""

    account = fields.String(required=True, validate=validate.Length(min=1, max=64))


class OfficerSchema(Schema):
    """An officer; `account` is null until linked."""

    id = fields.UUID()
    name = fields.String()
    account = fields.UUID(attribute="account_id", allow_none=True)
    linked_at = fields.AwareDateTime(format="iso", allow_none=True)


class OfficerListSchema(Schema):
    """All officers, by name."""

    items = fields.List(fields.Nested(OfficerSchema))
    total = fields.Integer()
