"""What travels of a year's policy: set at the association, signed, sent down to everybody."""

from __future__ import annotations

from marshmallow import fields

from shared.wire.schema import WireSchema, count

SET = "policy.set"


class SetSchema(WireSchema):
    """`policy` as `Policy.to_dict()` gives it; days that differ from the week.

    `working_days` maps `YYYY-MM-DD` to whether that day is worked.
    """

    year = count()
    policy = fields.Dict(keys=fields.String(), required=True)
    working_days = fields.Dict(keys=fields.Date(), values=fields.Boolean(), required=True)
