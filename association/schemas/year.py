"""Stations' years, proposals and totals."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.web.page import PageSchema

YEAR = validate.Range(min=1900, max=9998)


class YearQuerySchema(Schema):
    """Which year."""

    year = fields.Integer(required=True, validate=YEAR)


class ReturnSchema(Schema):
    """Why a station's year goes back."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class DifferenceSchema(Schema):
    """One figure that is stated otherwise than it comes to."""

    volunteer = fields.UUID(allow_none=True)
    month = fields.String(allow_none=True)
    figure = fields.String()
    year_says = fields.Integer()
    months_say = fields.Integer()


class StationYearSchema(Schema):
    """How far a station's year has come; `differences` are this node's, the others the center's."""

    station = fields.String()
    title = fields.String()
    center = fields.String()
    status = fields.String()
    version = fields.Integer()
    parts = fields.Integer()
    parts_in = fields.Integer()
    checked_version = fields.Integer()
    agrees = fields.Boolean(allow_none=True)
    checked_by = fields.String(allow_none=True)
    differences = fields.List(fields.Nested(DifferenceSchema))
    check_differences = fields.List(fields.Nested(DifferenceSchema))
    returned_reason = fields.String(allow_none=True)
    closed_on = fields.Date(allow_none=True)


class StationYearsSchema(Schema):
    """Every station expected in the year, and how many of them are in."""

    items = fields.List(fields.Nested(StationYearSchema))
    total = fields.Integer()
    arrived = fields.Integer()


class YearPageSchema(PageSchema):
    """A page of a year's volunteers."""


class PartSchema(Schema):
    """One station's part of a volunteer's year, as its months come to."""

    station = fields.String()
    version = fields.Integer()
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()
    months = fields.List(fields.Dict())


class PublicationSchema(Schema):
    """How the proposal was last made public."""

    star = fields.Integer()
    last_day = fields.Date()


class ProposalSchema(Schema):
    """A volunteer's year over all stations, what it proposes, and what was decided so far."""

    volunteer = fields.UUID(attribute="id")
    name = fields.String()
    station = fields.String(allow_none=True)
    approval_date = fields.Date(allow_none=True)
    hours = fields.Integer(attribute="total.hours")
    satisfied_hours = fields.Integer(attribute="total.satisfied_hours")
    points_hours = fields.Integer(attribute="total.points_hours")
    points = fields.Integer(attribute="total.points")
    proposed = fields.Integer(attribute="total.proposed")
    streak = fields.Integer(attribute="total.streak")
    parts = fields.List(fields.Nested(PartSchema))
    missing_stations = fields.List(fields.String())
    publication = fields.Nested(PublicationSchema, allow_none=True)
    status = fields.String()


class ProposalsSchema(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(ProposalSchema))
    total = fields.Integer()
