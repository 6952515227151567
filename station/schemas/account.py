"""Input and output of volunteers' accounts."""

from __future__ import annotations

from marshmallow import Schema, fields


class LinkAccountSchema(Schema):
    """The volunteer whom the account's holder is; null: none."""

    volunteer = fields.UUID(required=True, allow_none=True)


class LinkedAccountSchema(Schema):
    """An account and the volunteer it is linked to."""

    id = fields.UUID()
    login = fields.String()
    name = fields.String()
    role = fields.String()
    active = fields.Boolean()
    volunteer = fields.UUID(attribute="volunteer_id", allow_none=True)
