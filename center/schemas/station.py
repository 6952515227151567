"""Stations and their enrolment in the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class InviteSchema(Schema):
    """Which station, and this node's address as the station reaches it."""

    node = fields.String(required=True, validate=validate.Length(max=40))
    title = fields.String(required=True, validate=validate.Length(min=1, max=100))
    url = fields.URL(required=True, schemes={"http", "https"}, require_tld=False)


class EnrolmentStringSchema(Schema):
    """Shown once; valid for 72 hours."""

    node = fields.String()
    string = fields.String()


class ApproveSchema(Schema):
    """The fingerprint as the station's screen shows it."""

    fingerprint = fields.String(required=True, validate=validate.Length(min=1, max=60))


class EnrolmentSchema(Schema):
    """A station that came with its string: pending, active or revoked."""

    node = fields.String()
    title = fields.String()
    state = fields.String()
    fingerprint = fields.String()
    enrolled_at = fields.AwareDateTime(format="iso")
    approved_at = fields.AwareDateTime(format="iso", allow_none=True)


class EnrolmentsSchema(Schema):
    """All of them."""

    items = fields.List(fields.Nested(EnrolmentSchema))
    total = fields.Integer()


class StationSchema(Schema):
    """An approved station; `paper_open` while its paper may still be taken over."""

    name = fields.String()
    title = fields.String()
    opened_on = fields.Date(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    approved_at = fields.AwareDateTime(format="iso")
    paper_open = fields.Boolean()


class StationsSchema(Schema):
    """All of them."""

    items = fields.List(fields.Nested(StationSchema))
    total = fields.Integer()
