"""Stations and their enrolment in the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.federation.schema import InviteSchema


class InviteStationSchema(InviteSchema):
    """Which station is invited."""

    node = fields.String(required=True, validate=validate.Length(max=40))


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
