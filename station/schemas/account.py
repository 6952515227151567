"""Input and output of volunteers' accounts."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.web.bulk import RowSchema, RowsSchema

MOST = 200


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


class MakeAccountsSchema(Schema):
    """For which volunteers, and how many the person saw ticked."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST))
    count = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST))


class VolunteerSlipSchema(RowSchema):
    """What is printed for one: login and one-time password, shown this once."""

    name = fields.String()
    login = fields.String()
    one_time_password = fields.String()


class VolunteerSlipsSchema(RowsSchema):
    """A slip or a refusal for each, in the order asked."""

    items = fields.List(fields.Nested(VolunteerSlipSchema))


class HandOverTasksSchema(Schema):
    """The login of whoever goes on with it."""

    to = fields.String(required=True, validate=validate.Length(1, 64))


class HandedOverTasksSchema(Schema):
    """How many moved; `kept` are those which the other may not do."""

    certifier = fields.Integer()
    second_officer = fields.Integer()
    contests = fields.Integer()
    kept = fields.Integer()
