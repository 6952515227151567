"""Input and output of volunteers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.domain.registration import Status
from shared.web.page import PageSchema

REASONS = ("left_party", "died", "retired", "dismissed", "other")


class SearchVolunteersSchema(Schema):
    """A full number goes in, in the body; none comes out."""

    id_number = fields.String(required=True, load_only=True, validate=validate.Length(max=40))


class VolunteerQuerySchema(PageSchema):
    """Volunteers in one state, or all."""

    status = fields.String(load_default=None, validate=validate.OneOf([*Status]))


class LeaveSchema(Schema):
    """The last day in service, and why; moving to another station is a transfer."""

    left_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))


class FoundSchema(Schema):
    """Who has the number: identifiers and name, never a digit."""

    volunteer = fields.UUID()
    registration = fields.UUID()
    name = fields.String()
    status = fields.String()


class FoundListSchema(Schema):
    """One or nobody."""

    items = fields.List(fields.Nested(FoundSchema))
    total = fields.Integer()


class VolunteerSchema(Schema):
    """A volunteer as lists show one."""

    id = fields.UUID()
    name = fields.String()
    last_four = fields.String()
    status = fields.String()
    approval_date = fields.Date(allow_none=True)
    approval_origin = fields.String(allow_none=True)
    station_since = fields.Date()
    left_on = fields.Date(allow_none=True)
    left_reason = fields.String(allow_none=True)
    transferred_to = fields.String(allow_none=True)


class VolunteerListSchema(Schema):
    """Volunteers by name."""

    items = fields.List(fields.Nested(VolunteerSchema))
    total = fields.Integer()
