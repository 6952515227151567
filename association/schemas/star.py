"""Decisions on stars, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from association.schemas.bulk import BulkSchema
from association.schemas.year import YEAR, PartSchema
from shared.domain.star import HIGHEST
from shared.domain.star_decision import Status


class DecideSchema(BulkSchema):
    """One decision for many; `star` only where it isn't the obvious one, then with a reason."""

    year = fields.Integer(required=True, validate=YEAR)
    decision = fields.Enum(Status, by_value=True, required=True)
    star = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=0, max=HIGHEST)
    )
    reason = fields.String(load_default="", validate=validate.Length(max=500))


class DecisionSchema(Schema):
    """Proposal, decision and reason side by side, with the basis."""

    n = fields.Integer()
    decision = fields.String()
    proposed = fields.Integer()
    star = fields.Integer()
    points = fields.Integer()
    reason = fields.String()
    decided_on = fields.Date()
    by = fields.String()
    basis = fields.List(fields.Nested(PartSchema(exclude=("months",))))


class StarSchema(Schema):
    """A volunteer's decisions on a year, the first one first, and the star that stands."""

    volunteer = fields.UUID()
    name = fields.String()
    station = fields.String()
    star = fields.Integer()
    points = fields.Integer()
    in_force = fields.Boolean()
    in_force_until = fields.Date(allow_none=True)
    decisions = fields.List(fields.Nested(DecisionSchema))


class StarsSchema(Schema):
    """Everybody on whose year something was decided."""

    items = fields.List(fields.Nested(StarSchema))
    total = fields.Integer()
