"""The policy of a year, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.domain.policy import DeadlineRule


class FiguresSchema(Schema):
    """What may be set; what is left out is the plan's own."""

    points_per_hour = fields.Integer(strict=True)
    star_steps = fields.List(fields.Integer(strict=True), validate=validate.Length(equal=3))
    rounding_minute = fields.Integer(strict=True)
    paid_earns_points = fields.Boolean()
    second_officer_over_hours = fields.Integer(strict=True)
    refused_over_hours = fields.Integer(strict=True)
    late_after_days = fields.Integer(strict=True)
    deadline_rule = fields.Enum(DeadlineRule, by_value=True)
    notice_working_days = fields.Integer(strict=True)
    training_minutes = fields.Integer(strict=True)


class SetPolicySchema(Schema):
    """Figures, and the days that differ from the week; without them the table stays."""

    policy = fields.Nested(FiguresSchema, required=True)
    working_days = fields.Dict(keys=fields.Date(), values=fields.Boolean())


class PolicySchema(Schema):
    """A year's policy as it is in force; `has_table` false: only weekends rest."""

    year = fields.Integer()
    version = fields.Integer()
    policy = fields.Dict()
    working_days = fields.Dict(keys=fields.String(), values=fields.Integer())
    has_table = fields.Boolean()
    set_on = fields.Date()
    set_by = fields.String()


class PoliciesSchema(Schema):
    """All years that have one."""

    items = fields.List(fields.Nested(PolicySchema))
    total = fields.Integer()
