"""Visits to holders of stars: input of pages and API, output of the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from station.actions.benefit_visit import LONGEST_VISITORS
from station.schemas.service_record import DAY

MONTH = validate.Regexp(r"^\d{4}-(0[1-9]|1[0-2])$")


class VisitMonthQuerySchema(Schema):
    """A month, like 2026-03."""

    month = fields.String(required=True, validate=MONTH)


class MadeSchema(Schema):
    """A visit as it was made; the joint one has a photo beside."""

    day = fields.Date(required=True, validate=DAY)
    visitors = fields.String(required=True, validate=validate.Length(1, LONGEST_VISITORS))
    led_by_head = fields.Boolean(load_default=False)


class MadePageSchema(MadeSchema):
    """With its photo, whose error stands at the file."""

    file = fields.String(load_default="")


class DeclinedSchema(Schema):
    """When the holder said that they want no visits, and how they put it."""

    said_on = fields.Date(required=True, validate=DAY)
    words = fields.String(load_default="", validate=validate.Length(max=300))


class BenefitVisitSchema(Schema):
    """A month's visit to a holder, and what became of it."""

    id = fields.UUID()
    volunteer = fields.UUID(attribute="volunteer_id")
    name = fields.String()
    month = fields.String()
    kind = fields.String()
    state = fields.String()
    made_on = fields.Date(allow_none=True)
    visitors = fields.String()
    led_by_head = fields.Boolean()
    photo = fields.UUID(attribute="photo_id", allow_none=True)
    missed = fields.String()


class BenefitVisitsSchema(Schema):
    """A month's."""

    items = fields.List(fields.Nested(BenefitVisitSchema))
    due = fields.Integer()
    made = fields.Integer()
    overdue = fields.Integer()


class RefusalSchema(Schema):
    """Months from the first to the last for which the holder wants no visits."""

    volunteer = fields.UUID(attribute="volunteer_id")
    first = fields.String()
    last = fields.String(allow_none=True)
    said_on = fields.Date()
    words = fields.String()
