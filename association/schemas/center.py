"""Enrolments and centers, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.federation.schema import InviteSchema

_NODE = validate.Regexp(r"^center:[0-9A-Za-z][0-9A-Za-z-]{0,29}$")


class InviteCenterSchema(InviteSchema):
    """Which center is invited."""

    node = fields.String(required=True, validate=_NODE)


class StationSchema(Schema):
    """A station as its center names it."""

    station = fields.String(attribute="name")
    title = fields.String()
    opened_on = fields.Date()
    closed_on = fields.Date(allow_none=True)


class CenterSchema(Schema):
    """An approved center with its stations."""

    center = fields.String()
    title = fields.String()
    approved_on = fields.Date()
    stations = fields.List(fields.Nested(StationSchema))


class CentersSchema(Schema):
    """All approved centers."""

    items = fields.List(fields.Nested(CenterSchema))
    total = fields.Integer()
