"""Stars and policies as the station shows them."""

from __future__ import annotations

from marshmallow import Schema, fields


class StarSchema(Schema):
    """A decision; `in_force_before` is the first day on which the star no longer holds."""

    volunteer = fields.UUID()
    name = fields.String()
    station = fields.String()
    year = fields.Integer()
    points = fields.Integer()
    proposed = fields.Integer()
    star = fields.Integer()
    decision = fields.String()
    reason = fields.String()
    decided_on = fields.Date()
    decided_by = fields.String()
    certificate = fields.String()
    proof = fields.String()
    is_in_force = fields.Boolean()
    in_force_before = fields.Date(allow_none=True)
    streak = fields.Integer()
    has_visits = fields.Boolean()


class StarsSchema(Schema):
    """All decisions on a year."""

    items = fields.List(fields.Nested(StarSchema))
    total = fields.Integer()


class PolicySchema(Schema):
    """A year's figures; `is_default` until the association's arrived."""

    year = fields.Integer()
    is_default = fields.Boolean()
    policy = fields.Dict()
    working_days = fields.Dict()
    set_at = fields.DateTime(allow_none=True)
