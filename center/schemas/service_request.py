"""Requests that stations can't serve, with the stations that could."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.web.request_schema import WholeRequestSchema


class ReasonOfChoiceSchema(Schema):
    """A word of the rules and what fills its sentence."""

    why = fields.String()
    value = fields.Raw()


class ProposedSchema(Schema):
    """A station that could serve it, and why."""

    station = fields.String()
    title = fields.String()
    reasons = fields.List(fields.Nested(ReasonOfChoiceSchema))


class LeftOutSchema(Schema):
    """A station that isn't proposed; `may`: it can be chosen all the same."""

    station = fields.String()
    title = fields.String()
    why = fields.String()
    value = fields.String()
    may = fields.Boolean()


class ProposedRequestSchema(WholeRequestSchema):
    """With the proposals, the best first."""

    proposed = fields.List(fields.Nested(ProposedSchema))
    left_out = fields.List(fields.Nested(LeftOutSchema))
