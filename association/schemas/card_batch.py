"""Print runs of cards, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from association.domain.bulk import MOST


class PrintSchema(Schema):
    """These cards, or all that were never printed; either with the count that was shown."""

    ids = fields.List(fields.UUID(), validate=validate.Length(min=1, max=MOST))
    all = fields.Boolean(load_default=False)
    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))

    @validates_schema
    def _one_way(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if ("ids" in data) == data.get("all", False):
            raise ValidationError("ids or all", "ids")


class ReprintSchema(Schema):
    """Why a batch is printed once more."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class PrintingSchema(Schema):
    """One time that it went to the printer."""

    printed_at = fields.AwareDateTime(format="iso")
    printed_by = fields.String()
    cards = fields.Integer()
    reason = fields.String()


class CardRowSchema(Schema):
    """What is printed on one card."""

    card = fields.UUID()
    number = fields.String()
    name = fields.String()
    station = fields.String()
    photo = fields.String(allow_none=True)
    issued_on = fields.Date()
    status = fields.String()
    proof = fields.String()


class BatchSchema(Schema):
    """A batch under its number, when it was first printed and by whom."""

    id = fields.UUID()
    number = fields.String()
    cards = fields.Integer()
    printed_at = fields.AwareDateTime(format="iso")
    printed_by = fields.String()


class BatchDetailSchema(BatchSchema):
    """With its cards' data and every time that it was printed."""

    printings = fields.List(fields.Nested(PrintingSchema))
    rows = fields.List(fields.Nested(CardRowSchema))


class BatchesSchema(Schema):
    """A page of them, the newest first."""

    items = fields.List(fields.Nested(BatchSchema))
    total = fields.Integer()
