"""Stations' sealed years in the API."""

from __future__ import annotations

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from center.schemas.bulk import MOST, count, reason


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


class PersonDifferencesSchema(Schema):
    """A volunteer whose year says otherwise than the accepted months."""

    volunteer = fields.UUID()
    name = fields.String()
    differences = fields.List(fields.Nested(YearDifferenceSchema))


class ForwardYearsSchema(Schema):
    """These stations' years, or all that agree; either with the count that was shown."""

    stations = fields.List(
        fields.String(validate=validate.Length(max=40)), validate=validate.Length(min=1, max=MOST)
    )
    all = fields.Boolean(load_default=False)
    count = count()

    @validates_schema
    def check_choice(self, data: dict[str, object], **_kwargs: object) -> None:
        """Either stations or all."""
        if bool(data.get("stations")) == data["all"]:
            raise ValidationError("stations or all", "stations")


class ForwardedYearSchema(Schema):
    """What became of one station's year."""

    station = fields.String()
    outcome = fields.String()
    code = fields.String()
    sentence = fields.String()


class ForwardedYearsSchema(Schema):
    """A result a station, and how many went up."""

    items = fields.List(fields.Nested(ForwardedYearSchema))
    total = fields.Integer()
    done = fields.Integer()


class CoverageSchema(Schema):
    """Of December's accepted report."""

    volunteers = fields.Integer()
    members = fields.Integer()


class StationYearSchema(Schema):
    """A station's year; `status` None: nothing came yet; `hindrance`: why it can't go up."""

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
    people = fields.List(fields.Nested(PersonDifferencesSchema))
    hindrance = fields.String()
    coverage = fields.Nested(CoverageSchema, allow_none=True)


class StationYearsSchema(Schema):
    """All stations of the center."""

    items = fields.List(fields.Nested(StationYearSchema))
    total = fields.Integer()
