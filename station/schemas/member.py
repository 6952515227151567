"""Output of the roster and of coverage."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.web.page import PageSchema


class RosterQuerySchema(PageSchema):
    """The roster of a day; today's unless said otherwise."""

    day = fields.Date(load_default=None, allow_none=True)


class MemberSchema(Schema):
    """A member; of the ID number the last four digits alone."""

    id = fields.UUID()
    name = fields.String()
    sex = fields.String()
    post = fields.String()
    last_four = fields.String()
    volunteer = fields.UUID(allow_none=True)
    status = fields.String(allow_none=True)


class MemberListSchema(Schema):
    """The roster by name, and that day's coverage: volunteers in service and members."""

    items = fields.List(fields.Nested(MemberSchema))
    total = fields.Integer()
    volunteers = fields.Integer()
    members = fields.Integer()
