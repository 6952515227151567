"""Cards and their queue, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from association.domain.bulk import MOST
from shared.domain.card import Status
from shared.web.page import PageSchema

QUEUED = "queued"


class CardQuerySchema(PageSchema):
    """Those who wait for a card, or cards by their status."""

    status = fields.String(
        load_default=QUEUED, validate=validate.OneOf((QUEUED, *map(str, Status)))
    )


class IssueSchema(Schema):
    """To these volunteers, or to all who wait; either with the count that was shown."""

    ids = fields.List(fields.UUID(), validate=validate.Length(min=1, max=MOST))
    all = fields.Boolean(load_default=False)
    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))

    @validates_schema
    def _one_way(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if ("ids" in data) == data.get("all", False):
            raise ValidationError("ids or all", "ids")


class CardSchema(Schema):
    """A volunteer who waits (no card yet), or a card with its holder."""

    volunteer = fields.UUID()
    name = fields.String()
    station = fields.String()
    approval_date = fields.Date()
    card = fields.UUID(allow_none=True)
    number = fields.String(allow_none=True)
    status = fields.String()
    issued_on = fields.Date(allow_none=True)
    handed_on = fields.Date(allow_none=True)
    badge = fields.Boolean(allow_none=True)


class CardsSchema(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(CardSchema))
    total = fields.Integer()
