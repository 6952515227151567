"""Enrolments and centers, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

_NODE = validate.Regexp(r"^center:[0-9A-Za-z][0-9A-Za-z-]{0,29}$")


class InviteSchema(Schema):
    """Which center is invited, and the address at which it reaches this node."""

    node = fields.String(required=True, validate=_NODE)
    title = fields.String(required=True, validate=validate.Length(1, 100))
    url = fields.URL(required=True, require_tld=False, schemes={"http", "https"})


class ApproveSchema(Schema):
    """The fingerprint as the center's own screen shows it; spaces don't matter."""

    fingerprint = fields.String(required=True, validate=validate.Length(1, 60))


class EnrolmentStringSchema(Schema):
    """The one-time string, shown this once."""

    node = fields.String()
    string = fields.String()


class EnrolmentSchema(Schema):
    """A center that asked to be let in; the fingerprint is compared on both screens."""

    node = fields.String()
    title = fields.String()
    state = fields.String()
    fingerprint = fields.String(allow_none=True)
    enrolled_at = fields.AwareDateTime(format="iso")
    approved_at = fields.AwareDateTime(format="iso", allow_none=True)


class EnrolmentsSchema(Schema):
    """All centers that ever asked."""

    items = fields.List(fields.Nested(EnrolmentSchema))
    total = fields.Integer()


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
