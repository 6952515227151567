"""The public notice, in and out: names as consented, never numbers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class StartNoticeSchema(Schema):
    """The telephone at which objections are heard."""

    telephone = fields.String(required=True, validate=validate.Length(1, 40))


class NoticeSchema(Schema):
    """One published list's period; decisions from the day after `last_day`."""

    id = fields.UUID()
    year = fields.Integer()
    started_on = fields.Date()
    last_day = fields.Date()
    working_days = fields.Integer()
    without_table = fields.Boolean()
    telephone = fields.String()
    is_over = fields.Boolean()


class NoticeLineSchema(Schema):
    """Who is proposed, as strangers may see it."""

    name = fields.String()
    station = fields.String()
    hours = fields.Integer()
    star = fields.Integer()
    last_day = fields.Date()


class NoticesSchema(Schema):
    """The year's notices and lines; `last_day` is that of the last notice."""

    year = fields.Integer()
    last_day = fields.Date(allow_none=True)
    is_over = fields.Boolean()
    notices = fields.List(fields.Nested(NoticeSchema))
    items = fields.List(fields.Nested(NoticeLineSchema))
    total = fields.Integer()
