"""Decisions on stars, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from association.schemas.bulk import BulkSchema
from association.schemas.year import YEAR, PartSchema, ProposalSchema
from shared.domain.star import HIGHEST
from shared.domain.star_decision import Status


class DecideSchema(BulkSchema):
    """One decision for many; `star` only where it isn't the obvious one, then with a reason.

    `versions`: how many decisions were seen on each, so that nobody decides over another.
    """

    year = fields.Integer(required=True, validate=YEAR)
    decision = fields.Enum(Status, by_value=True, required=True)
    star = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=0, max=HIGHEST)
    )
    reason = fields.String(load_default="", validate=validate.Length(max=500))
    versions = fields.Dict(
        keys=fields.UUID(), values=fields.Integer(strict=True), load_default=dict
    )


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


class MonthBasisSchema(Schema):
    """A month of one station's part; `accepted` is the revision that its center accepted."""

    month = fields.String()
    revision = fields.Integer()
    accepted = fields.Integer(allow_none=True)
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()
    points = fields.Integer()


class StationBasisSchema(Schema):
    """What one station says of the year, who signed and who checked it."""

    station = fields.String()
    title = fields.String()
    version = fields.Integer()
    status = fields.String()
    signed_by = fields.String()
    sealed_at = fields.AwareDateTime(format="iso")
    checked_by = fields.String(allow_none=True)
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()
    months = fields.List(fields.Nested(MonthBasisSchema))


class BasisSchema(Schema):
    """A proposal with everything that it rests on, and all decisions on it."""

    proposal = fields.Nested(ProposalSchema)
    policy = fields.Dict()
    missing = fields.Integer(allow_none=True)
    streak_with = fields.Integer()
    has_visits = fields.Boolean()
    decided = fields.Dict(keys=fields.Integer(), values=fields.Integer())
    decisions = fields.List(fields.Nested(DecisionSchema))
    stations = fields.List(fields.Nested(StationBasisSchema))
