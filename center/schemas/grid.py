"""The grid of stations and months in the API."""

from __future__ import annotations

from marshmallow import Schema, fields


class GridMonthSchema(Schema):
    """A cell: its word, the last day of being on time, what came; its group activity apart."""

    month = fields.String()
    state = fields.String()
    last_day = fields.Date()
    group_activity = fields.String()
    tally = fields.UUID(allow_none=True)
    status = fields.String(allow_none=True)
    revision = fields.Integer(allow_none=True)
    arrived_at = fields.AwareDateTime(format="iso", allow_none=True)
    sealed_at = fields.AwareDateTime(format="iso", allow_none=True)
    times_returned = fields.Integer()


class GridRowSchema(Schema):
    """A station's year; `states` are the twelve words, `owed` those due by now."""

    station = fields.String()
    title = fields.String()
    states = fields.List(fields.String())
    months = fields.List(fields.Nested(GridMonthSchema))
    on_time = fields.Integer()
    owed = fields.Integer()


class GridSchema(Schema):
    """All stations; `working_days_known` False: only Saturdays and Sundays count as rest."""

    items = fields.List(fields.Nested(GridRowSchema))
    total = fields.Integer()
    working_days_known = fields.Boolean()
