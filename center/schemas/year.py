"""Stations' sealed years in the API."""

from __future__ import annotations

from marshmallow import Schema, fields

from center.schemas.bulk import reason


class ReturnSchema(Schema):
    """Why a year goes back."""

    reason = reason()


class YearDifferenceSchema(Schema):
    """One figure that stands differently in the year and in the accepted months."""

    volunteer = fields.UUID(allow_none=True)
    month = fields.String(allow_none=True)
    figure = fields.String()
    year_says = fields.Integer()
    months_say = fields.Integer()


class CoverageSchema(Schema):
    """Of December's accepted report."""

    volunteers = fields.Integer()
    members = fields.Integer()


class StationYearSchema(Schema):
    """A station's year; `status` None: nothing came yet."""

    station = fields.String()
    title = fields.String()
    status = fields.String(allow_none=True)
    version = fields.Integer()
    parts = fields.Integer()
    parts_here = fields.Integer()
    signed_by = fields.String(allow_none=True)
    sealed_at = fields.AwareDateTime(format="iso", allow_none=True)
    arrived_at = fields.AwareDateTime(format="iso", allow_none=True)
    reason = fields.String(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    decided_by = fields.String(allow_none=True)
    differences = fields.List(fields.Nested(YearDifferenceSchema))
    coverage = fields.Nested(CoverageSchema, allow_none=True)


class StationYearsSchema(Schema):
    """All stations of the center."""

    items = fields.List(fields.Nested(StationYearSchema))
    total = fields.Integer()
