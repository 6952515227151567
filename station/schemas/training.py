"""Training sessions, their table, and the year's pace."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.domain.training import Kind, Strand
from shared.web.page import PageSchema
from station.domain.training import MOST_MINUTES, Attendee, Training
from station.schemas.service_record import DAY, TEXT

MOST = 500
YEAR = validate.Range(1900, 9998)
MINUTES = validate.Range(1, MOST_MINUTES)
NAME = validate.And(validate.Length(0, 60), validate.ContainsNoneOf("\x00"))


class TrainingAttendeeSchema(Schema):
    """Who came; their minutes are the session's where they are left out."""

    volunteer = fields.UUID(required=True)
    minutes = fields.Integer(strict=True, allow_none=True, validate=MINUTES)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Attendee:
        return Attendee(**data)


class TrainingFormSchema(Schema):
    """A session that was held, with its attendance."""

    topic = fields.String(required=True, validate=TEXT)
    kind = fields.Enum(Kind, by_value=True, required=True)
    strand = fields.Enum(Strand, by_value=True, required=True)
    day = fields.Date(required=True, validate=DAY)
    minutes = fields.Integer(strict=True, required=True, validate=MINUTES)
    trainer = fields.String(required=True, validate=NAME)
    rows = fields.List(
        fields.Nested(TrainingAttendeeSchema),
        load_default=list,
        validate=validate.Length(0, MOST),
    )

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Training:
        return Training(**data)


class TrainingQuerySchema(PageSchema):
    """The sessions of a year, or all."""

    year = fields.Integer(load_default=None, validate=YEAR)


class AttendedSchema(Schema):
    """Somebody's minutes."""

    volunteer = fields.UUID()
    minutes = fields.Integer()


class TrainingSessionSchema(Schema):
    """A session as it stands; `reason` says why it was taken back."""

    id = fields.UUID()
    topic = fields.String()
    kind = fields.String()
    strand = fields.String()
    day = fields.Date()
    minutes = fields.Integer()
    trainer = fields.String()
    status = fields.String()
    reason = fields.String()
    attendance = fields.List(fields.Nested(AttendedSchema))


class TrainingSessionsSchema(Schema):
    """A page of them, the newest day first."""

    items = fields.List(fields.Nested(TrainingSessionSchema))
    total = fields.Integer()


class TrainingCellSchema(Schema):
    """One kind × strand: offered and attended."""

    kind = fields.String()
    strand = fields.String()
    sessions = fields.Integer()
    minutes = fields.Integer()
    attendances = fields.Integer()
    people = fields.Integer()
    attended_minutes = fields.Integer()


class PaceSchema(Schema):
    """Somebody's year: minutes attended, due by today, lacking until its end."""

    volunteer = fields.UUID()
    name = fields.String()
    minutes = fields.Integer(attribute="pace.minutes")
    due = fields.Integer(attribute="pace.due")
    missing = fields.Integer(attribute="pace.missing")
    lags = fields.Boolean(attribute="pace.lags")


class TrainingYearSchema(Schema):
    """What the station offered, what each attended, and how many lag."""

    year = fields.Integer()
    minimum = fields.Integer()
    offered = fields.List(fields.Nested(TrainingCellSchema))
    items = fields.List(fields.Nested(PaceSchema))
    total = fields.Integer()
    lagging = fields.Integer()
