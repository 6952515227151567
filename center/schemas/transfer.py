"""Transfers in the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from center.domain.transfer import TO
from center.schemas.bulk import count, ids, reason
from shared.domain.transfer import Status


class TransferQuerySchema(Schema):
    """By status."""

    status = fields.String(validate=validate.OneOf([*Status]))


class DecideTransferSchema(Schema):
    """Approved, or refused with a reason."""

    decision = fields.String(required=True, validate=validate.OneOf([*TO]))
    reason = reason()


class DecideTransfersSchema(DecideTransferSchema):
    """The same word on several."""

    ids = ids()
    count = count()


class TransferSchema(Schema):
    """The question beside whom its digest found: both names side by side."""

    id = fields.UUID()
    status = fields.String()
    name = fields.String()
    volunteer = fields.UUID(allow_none=True)
    volunteer_name = fields.String(allow_none=True)
    from_station = fields.String(allow_none=True)
    to_station = fields.String()
    asked_on = fields.Date()
    reason = fields.String(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    decided_by = fields.String(allow_none=True)


class TransfersSchema(Schema):
    """All of them, the newest question first."""

    items = fields.List(fields.Nested(TransferSchema))
    total = fields.Integer()
