"""Routed requests in the API of center and association."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.domain.service_request import LONGEST_REASON
from shared.request_query import HERE, QUEUES
from shared.web.request_desk import ReasonSchema, RouteSchema

__all__ = ["ReasonSchema", "RequestSchema", "RequestsQuerySchema", "RequestsSchema", "RouteSchema"]


class RequestsQuerySchema(Schema):
    """By queue."""

    queue = fields.String(load_default=HERE, validate=validate.OneOf(QUEUES))


class StepSchema(Schema):
    """Since when it stood so, with whom, because of what."""

    at = fields.AwareDateTime()
    status = fields.String()
    holder = fields.String(allow_none=True)
    title = fields.String()
    by = fields.String()
    reason = fields.String(validate=validate.Length(max=LONGEST_REASON))
    visitor = fields.String()
    visit_on = fields.Date(allow_none=True)
    visit_time = fields.String()
    is_note = fields.Boolean()


class RequestSchema(Schema):
    """All that routing needs, who has it under which number, and what came of it."""

    id = fields.UUID()
    first_station = fields.String()
    category = fields.String()
    item = fields.String(allow_none=True)
    item_name = fields.String()
    district = fields.String()
    wished = fields.List(fields.String())
    urgency = fields.String()
    has_stars = fields.Boolean()
    received_at = fields.AwareDateTime()
    why = fields.String()
    routing_text = fields.String()
    arrived_at = fields.AwareDateTime()
    status = fields.String()
    status_since = fields.AwareDateTime()
    promised_at = fields.AwareDateTime(allow_none=True)
    holder = fields.String(allow_none=True)
    custody_association = fields.Integer()
    custody_center = fields.Integer()
    passed_up = fields.Boolean()
    taker = fields.String(allow_none=True)
    taker_title = fields.String()
    outcome = fields.Raw(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)


class WholeRequestSchema(RequestSchema):
    """With its steps, newest first."""

    steps = fields.List(fields.Nested(StepSchema))


class RequestsSchema(Schema):
    """A queue in its order."""

    items = fields.List(fields.Nested(RequestSchema))
    total = fields.Integer()
