"""Service records: entered, listed, certified, set right."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from shared.domain.service_record import Category, Evaluation, Form, Status
from shared.web.page import PageSchema
from station.domain.certification import CERTIFIER, SECOND_OFFICER, SIGNATURE
from station.domain.entered_record import NewRecord
from station.domain.outcome import Outcome
from station.schemas.bulk import MOST, BulkSchema, ReasonSchema
from station.schemas.monthly_report import MonthQuerySchema

CLOCK = validate.Regexp(r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")
DIGEST = validate.Regexp(r"^([0-9a-f]{64})?$")
TEXT = validate.And(validate.Length(0, 200), validate.ContainsNoneOf("\x00"))
DAY = validate.Range(date(1900, 1, 1), date(9998, 12, 31))


def _word(kind: type[StrEnum], **kwargs: Any) -> fields.Enum[StrEnum]:
    return fields.Enum(kind, by_value=True, **kwargs)


class FactsSchema(Schema):
    """What a service is: when, what, where, how it was evaluated, and its evidence."""

    day = fields.Date(validate=DAY)
    start = fields.String(validate=CLOCK)
    end = fields.String(validate=CLOCK)
    break_minutes = fields.Integer(strict=True, validate=validate.Range(0, 1440))
    hours = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 24))
    category = _word(Category)
    form = _word(Form)
    place = fields.String(validate=TEXT)
    content = fields.String(validate=TEXT)
    recipient = fields.String(validate=TEXT)
    evaluation = _word(Evaluation)
    paid = fields.Boolean()
    evidence = fields.String(validate=DIGEST)
    certifier = fields.UUID(allow_none=True)
    second_officer = fields.UUID(allow_none=True)


class NewRecordSchema(FactsSchema):
    """One volunteer's one service; blank hours are computed from the time."""

    volunteer = fields.UUID(required=True)
    day = fields.Date(required=True, validate=DAY)
    start = fields.String(required=True, validate=CLOCK)
    end = fields.String(required=True, validate=CLOCK)
    category = _word(Category, required=True)
    form = _word(Form, required=True)
    place = fields.String(required=True, validate=TEXT)
    content = fields.String(required=True, validate=TEXT)
    late_reason = fields.String(validate=TEXT)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> NewRecord:
        return NewRecord(**data)


class EnterSchema(Schema):
    """Several at once: all are written, or none."""

    records = fields.List(
        fields.Nested(NewRecordSchema), required=True, validate=validate.Length(1, 500)
    )


class SplitSchema(Schema):
    """One half of a service that crosses midnight."""

    day = fields.Date()
    start = fields.String()
    end = fields.String()


class EnteredSchema(Schema):
    """A row's outcome; `split` is the cure for one that crosses midnight."""

    outcome = _word(Outcome)
    reason = fields.String(allow_none=True)
    sentence = fields.String()
    id = fields.UUID(allow_none=True)
    hours = fields.Integer(allow_none=True)
    needs_second = fields.Boolean(allow_none=True)
    split = fields.List(fields.Nested(SplitSchema))


class EnteredRecordsSchema(Schema):
    """All rows in the order given; `code` and `message` where one was refused, so none written."""

    items = fields.List(fields.Nested(EnteredSchema))
    total = fields.Integer()
    written = fields.Integer()
    code = fields.String()
    message = fields.String()


class RecordQuerySchema(PageSchema, MonthQuerySchema):
    """Which records: of a month, in a state, of a volunteer or activity, waiting for something."""

    status = _word(Status, load_default=None)
    volunteer = fields.UUID(load_default=None)
    waits_for = fields.String(
        load_default=None, validate=validate.OneOf((CERTIFIER, SECOND_OFFICER, SIGNATURE))
    )
    activity = fields.UUID(load_default=None)
    is_late = fields.Boolean(load_default=None)
    unevaluated = fields.Boolean(load_default=None)


class LoweredSchema(Schema):
    """Fewer hours than were signed for, and why."""

    id = fields.UUID(required=True)
    hours = fields.Integer(strict=True, required=True, validate=validate.Range(1, 24))
    reason = fields.String(required=True, validate=validate.Length(1, 500))


class CertifySchema(BulkSchema):
    """Ids and count; `lowered` names those of them whose hours the officer lowers."""

    lowered = fields.List(
        fields.Nested(LoweredSchema), load_default=list, validate=validate.Length(0, MOST)
    )

    @validates_schema
    def _check_lowered(self, data: dict[str, Any], **_kwargs: Any) -> None:
        lowered = [one["id"] for one in data["lowered"]]
        if len(set(lowered)) < len(lowered) or not set(lowered) <= set(data["ids"]):
            raise ValidationError("each once, among the ids", "lowered")


class ReissueSchema(ReasonSchema, FactsSchema):
    """Why, and the fields that differ; the volunteer stays."""


class EvaluateSchema(Schema):
    """What the served said."""

    evaluation = fields.String(
        required=True, validate=validate.OneOf((Evaluation.SATISFIED, Evaluation.DISSATISFIED))
    )


class EvaluateManySchema(BulkSchema, EvaluateSchema):
    """The same for all that is ticked."""


class RejectManySchema(BulkSchema, ReasonSchema):
    """One reason for all that is ticked."""


class RecordSchema(Schema):
    """A record as it stands; `reason` says why it was rejected or voided."""

    id = fields.UUID()
    volunteer = fields.UUID()
    name = fields.String()
    day = fields.Date()
    month = fields.String()
    start = fields.String()
    end = fields.String()
    break_minutes = fields.Integer()
    minutes = fields.Integer()
    hours = fields.Integer()
    lowered_from = fields.Integer(allow_none=True)
    lowered_reason = fields.String()
    category = fields.String()
    form = fields.String()
    place = fields.String()
    content = fields.String()
    recipient = fields.String()
    activity = fields.UUID(allow_none=True)
    evaluation = fields.String()
    paid = fields.Boolean()
    recipient_signed = fields.Boolean()
    evidence = fields.String()
    channel = fields.String()
    status = fields.String()
    waits_for = fields.String(allow_none=True)
    needs_second = fields.Boolean()
    is_late = fields.Boolean()
    late_reason = fields.String()
    certifier = fields.UUID(allow_none=True)
    certifier_name = fields.String(allow_none=True)
    certified_at = fields.DateTime(allow_none=True)
    second_officer = fields.UUID(allow_none=True)
    second_officer_name = fields.String(allow_none=True)
    second_at = fields.DateTime(allow_none=True)
    reason = fields.String()
    ended_at = fields.DateTime(allow_none=True)
    replaces = fields.UUID(allow_none=True)
    replaced_by = fields.UUID(allow_none=True)
    entered_at = fields.DateTime()


class RecordsSchema(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(RecordSchema))
    total = fields.Integer()
