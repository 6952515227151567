"""Input and output of cards."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.domain.card import Loss, Recovery


class HandOverSchema(Schema):
    """When its holder got the card (today unless said otherwise), and whether a badge too."""

    handed_on = fields.Date(load_default=None, allow_none=True)
    badge = fields.Boolean(required=True)


class LossSchema(Schema):
    """Since when its holder is without a usable card (today unless said otherwise), and why."""

    lost_on = fields.Date(load_default=None, allow_none=True)
    reason = fields.Enum(Loss, by_value=True, required=True)


class FindingSchema(Schema):
    """When a lost card came back (today unless said otherwise), and why the report is undone."""

    found_on = fields.Date(load_default=None, allow_none=True)
    reason = fields.Enum(Recovery, by_value=True, required=True)


class CardSchema(Schema):
    """A card of one of this station's volunteers."""

    id = fields.UUID()
    number = fields.String()
    volunteer = fields.UUID(attribute="volunteer_id")
    name = fields.String()
    status = fields.String()
    issued_on = fields.Date()
    handed_on = fields.Date(allow_none=True)
    badge = fields.Boolean()
    lost_on = fields.Date(allow_none=True)
    lost_reason = fields.String(allow_none=True)
    revoked_on = fields.Date(allow_none=True)
    revoked_reason = fields.String(allow_none=True)
    proof = fields.String()


class CardListSchema(Schema):
    """Cards by number."""

    items = fields.List(fields.Nested(CardSchema))
    total = fields.Integer()
