"""Reminders of a report that is missed, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from center.schemas.desk import YearsFormSchema
from shared.wire.schema import MonthField


def words() -> fields.String:
    """What the officer says with it, or nothing."""
    return fields.String(load_default="", validate=validate.Length(max=500))


class RemindFormSchema(YearsFormSchema):
    """The stations that are reminded together; the count that was seen."""

    reason = words()


class RemindSchema(Schema):
    """Which station, of which month."""

    station = fields.String(required=True, validate=validate.Length(max=40))
    month = MonthField(required=True)
    reason = words()


class ReminderSchema(Schema):
    """How often a station was reminded of a month, and the last time."""

    station = fields.String()
    month = fields.String()
    times = fields.Integer()
    words = fields.String()
    reminded_on = fields.Date()
    reminded_by = fields.String()
