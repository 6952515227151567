"""What the center told, as the API gives it."""

from __future__ import annotations

from marshmallow import Schema, fields


class NoticeSchema(Schema):
    """One thing's newest state; `waits` as long as it stands on 今日."""

    id = fields.UUID()
    kind = fields.String()
    first = fields.String(allow_none=True)
    last = fields.String(allow_none=True)
    last_day = fields.Date(allow_none=True)
    reason = fields.String()
    said_by = fields.String()
    said_on = fields.Date()
    received_at = fields.AwareDateTime(format="iso")
    aside_by = fields.String(allow_none=True)
    waits = fields.Boolean()


class NoticeListSchema(Schema):
    """The newest first."""

    items = fields.List(fields.Nested(NoticeSchema))
    total = fields.Integer()
