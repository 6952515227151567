"""A volunteer's own year, records and reports."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.domain.service_record import Category, Evaluation
from shared.web.page import PageSchema
from station.actions.reported_service import Report, SignedSlip
from station.schemas.monthly_report import HoursSchema, MonthQuerySchema
from station.schemas.service_record import CLOCK, DAY, DIGEST, TEXT


class OwnMonthSchema(HoursSchema):
    """One month's figures."""

    month = fields.String()
    points = fields.Integer()


class OwnWaitingSchema(Schema):
    """So many records and hours."""

    records = fields.Integer()
    hours = fields.Integer()


class ProgressSchema(Schema):
    """The star that the points reach by the steps, and what the next one lacks."""

    star = fields.Integer()
    next_step = fields.Integer(allow_none=True)
    missing_points = fields.Integer(allow_none=True)
    missing_hours = fields.Integer(allow_none=True)


class OwnTrainingSchema(Schema):
    """Minutes attended, due by today, lacking for the year."""

    minutes = fields.Integer()
    due = fields.Integer()
    missing = fields.Integer()
    lags = fields.Boolean()


class OwnYearSchema(HoursSchema):
    """The year's figures, the way to the next star, and the rule behind the points."""

    year = fields.Integer()
    points = fields.Integer()
    points_per_hour = fields.Integer()
    star_steps = fields.List(fields.Integer())
    progress = fields.Nested(ProgressSchema)
    unevaluated = fields.Nested(OwnWaitingSchema)
    waiting = fields.Nested(OwnWaitingSchema)
    training = fields.Nested(OwnTrainingSchema)
    decided = fields.Integer(allow_none=True)
    months = fields.List(fields.Nested(OwnMonthSchema))


class OwnRecordsQuerySchema(PageSchema, MonthQuerySchema):
    """One's own records, of a month or all."""


class ReportSchema(Schema):
    """A service on one's own: whom, when, where, what."""

    day = fields.Date(required=True, validate=DAY)
    start = fields.String(required=True, validate=CLOCK)
    end = fields.String(required=True, validate=CLOCK)
    break_minutes = fields.Integer(strict=True, validate=validate.Range(0, 1440))
    category = fields.Enum(Category, by_value=True, required=True)
    place = fields.String(required=True, validate=TEXT)
    content = fields.String(required=True, validate=TEXT)
    recipient = fields.String(required=True, validate=TEXT)
    evidence = fields.String(validate=DIGEST)
    paid = fields.Boolean()
    late_reason = fields.String(validate=TEXT)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Report:
        return Report(**data)


class SignedSlipSchema(Schema):
    """The slip's SHA-256, and how the recipient found the service."""

    evidence = fields.String(required=True, validate=DIGEST)
    evaluation = fields.Enum(Evaluation, by_value=True)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> SignedSlip:
        return SignedSlip(**data)
