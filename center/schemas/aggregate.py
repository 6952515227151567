"""Aggregate tables in the API."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from center.domain.aggregate import By
from shared.domain.service_record import Category, Form
from shared.wire.schema import MonthField
from shared.wire.tally import RequestFiguresSchema, VisitFiguresSchema


class ByField(fields.Field[frozenset[By]]):
    """Words parted by commas: `quarter,station`."""

    default_error_messages = {"unknown": "unknown word"}  # noqa: RUF012

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> frozenset[By]:
        try:
            return frozenset(By(word) for word in str(value).split(",") if word)
        except ValueError as error:
            raise self.make_error("unknown") from error


class AggregateQuerySchema(Schema):
    """Which months, grouped by what; of one station, category or form."""

    first = MonthField(required=True)
    last = MonthField(required=True)
    by = ByField(load_default=frozenset)
    station = fields.String(load_default=None, validate=validate.Length(max=40))
    category = fields.String(load_default=None, validate=validate.OneOf([*Category]))
    form = fields.String(load_default=None, validate=validate.OneOf([*Form]))


class AggregateLineSchema(Schema):
    """Sums of accepted reports; `people` are distinct, so that lines don't add up to the whole.

    `requests` come from `requests_of` reports, `visits` from `visits_of`; none of them inside
    categories and forms.
    """

    period = fields.String(attribute="key.period")
    station = fields.String(attribute="key.station")
    category = fields.String(attribute="key.category")
    form = fields.String(attribute="key.form")
    activities = fields.Integer()
    records = fields.Integer()
    people = fields.Integer()
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()
    reports = fields.Integer()
    owed = fields.Integer()
    stations = fields.Integer()
    of_stations = fields.Integer()
    requests = fields.Nested(RequestFiguresSchema, attribute="told.requests")
    visits = fields.Nested(VisitFiguresSchema, attribute="told.visits")
    requests_of = fields.Integer(attribute="told.requests_of")
    visits_of = fields.Integer(attribute="told.visits_of")


class AggregateSchema(Schema):
    """The lines and the whole."""

    items = fields.List(fields.Nested(AggregateLineSchema))
    total = fields.Integer()
    whole = fields.Nested(AggregateLineSchema)
    titles = fields.Dict(keys=fields.String(), values=fields.String())
