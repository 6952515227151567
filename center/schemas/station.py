"""Stations and their enrolment in the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.federation.schema import InviteSchema


class InviteStationSchema(InviteSchema):
    """Which station is invited."""

    node = fields.String(required=True, validate=validate.Length(max=40))


class CloseSchema(Schema):
    """Its last day, and why it ends."""

    closed_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class StationLinkSchema(Schema):
    """How the line to a station stands; times are the machine's, null where never."""

    state = fields.String()
    fingerprint = fields.String()
    last_ok = fields.AwareDateTime(format="iso", allow_none=True)
    unacked = fields.Integer()
    refused = fields.Integer()
    oldest_waiting = fields.AwareDateTime(format="iso", allow_none=True)
    received = fields.Integer()


class StationSchema(Schema):
    """An approved station; `paper_open` while its paper may still be taken over.

    `closed_reason` where the center closed it; `link` in lists alone.
    """

    name = fields.String()
    title = fields.String()
    opened_on = fields.Date(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    closed_reason = fields.String(allow_none=True)
    closed_by = fields.String(allow_none=True)
    approved_at = fields.AwareDateTime(format="iso")
    paper_open = fields.Boolean()
    link = fields.Nested(StationLinkSchema, allow_none=True)


class StationsSchema(Schema):
    """All of them."""

    items = fields.List(fields.Nested(StationSchema))
    total = fields.Integer()
