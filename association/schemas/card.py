"""Cards and their queue, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from association.domain.bulk import MOST
from association.schemas.bulk import BulkSchema
from shared.domain.card import Status
from shared.web.page import PageSchema

QUEUED = "queued"
LOST = "lost"
UNPRINTED = "unprinted"


class CardQuerySchema(PageSchema):
    """Those who wait for a card; cards wanted anew, never printed, or by their status."""

    status = fields.String(
        load_default=QUEUED,
        validate=validate.OneOf((QUEUED, LOST, UNPRINTED, *map(str, Status))),
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


class ReissueSchema(BulkSchema):
    """Cards to be replaced; a reason where their holders reported nothing."""

    reason = fields.String(load_default="", validate=validate.Length(max=500))


class RevokeSchema(BulkSchema):
    """Cards that end without another, and why."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


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
    batch = fields.UUID(allow_none=True)
    lost_on = fields.Date(allow_none=True)
    lost_reason = fields.String(allow_none=True)
    revoked_on = fields.Date(allow_none=True)
    revoked_reason = fields.String(allow_none=True)
    replaced_by = fields.UUID(allow_none=True)
    withheld = fields.Boolean()


class CardsSchema(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(CardSchema))
    total = fields.Integer()
