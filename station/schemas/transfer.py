"""Input and output of transfers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class AskTransferSchema(Schema):
    """Number and name as on the ID card that the clerk sees."""

    id_number = fields.String(required=True, load_only=True, validate=validate.Length(max=40))
    name = fields.String(required=True, validate=validate.Length(min=1, max=60))


class YearTotalSchema(Schema):
    """A certified year at one station, as the personal file brought it."""

    station = fields.String()
    year = fields.Integer()
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()
    points = fields.Integer()


class TransferSchema(Schema):
    """`in` comes here, `out` goes; `years` came with the file."""

    id = fields.UUID()
    direction = fields.String()
    status = fields.String()
    name = fields.String()
    volunteer = fields.UUID(attribute="volunteer_id", allow_none=True)
    from_station = fields.String(allow_none=True)
    to_station = fields.String()
    asked_on = fields.Date()
    decided_on = fields.Date(allow_none=True)
    decided_by = fields.String(allow_none=True)
    reason = fields.String()
    years = fields.List(fields.Nested(YearTotalSchema))


class TransferListSchema(Schema):
    """Transfers, the newest first."""

    items = fields.List(fields.Nested(TransferSchema))
    total = fields.Integer()
