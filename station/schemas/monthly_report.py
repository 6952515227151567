"""Months and their reports: the list, one with its revisions, and what the head signs."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.domain.month import Month
from shared.wire.tally import RequestFiguresSchema, VisitFiguresSchema
from station.domain.report import Signature
from station.schemas.bulk import REASON

MONTH = validate.Regexp(r"^[0-9]{4}-(0[1-9]|1[0-2])$")
NO_NUL = validate.ContainsNoneOf("\x00")


class YearQuerySchema(Schema):
    """Which year."""

    year = fields.Integer(required=True, validate=validate.Range(1900, 9998))


class MonthQuerySchema(Schema):
    """A month, or all."""

    month = fields.String(load_default=None, validate=MONTH)

    @post_load
    def _read_month(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        month = data["month"]
        return data | {"month": Month.parse(month) if month else None}


class SignSchema(Schema):
    """Photos are SHA-256 in hexadecimal; without any, the reason for none."""

    summary = fields.String(required=True, validate=validate.And(validate.Length(1, 5000), NO_NUL))
    photos = fields.List(
        fields.String(validate=validate.Regexp(r"^[0-9a-f]{64}$")),
        load_default=list,
        validate=validate.Length(0, 100),
    )
    no_photo_reason = fields.String(
        load_default="", validate=validate.And(validate.Length(0, 500), NO_NUL)
    )
    reason = fields.String(load_default="", validate=validate.And(validate.Length(0, 500), NO_NUL))

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Signature:
        return Signature(**data | {"photos": tuple(data["photos"])})


class UnlockSchema(Schema):
    """Why the accepted month must be changed."""

    reason = fields.String(required=True, validate=REASON)


class JourneySchema(Schema):
    """Sent and receipted by machine time, arrived by the center's business clock."""

    promised_at = fields.DateTime()
    sent_at = fields.DateTime(allow_none=True)
    receipt_at = fields.DateTime(allow_none=True)
    arrived_at = fields.DateTime(allow_none=True)
    refused = fields.String(allow_none=True)


class DecisionSchema(Schema):
    """The center's last word on the month."""

    decision = fields.String()
    reason = fields.String(allow_none=True)
    by = fields.String(allow_none=True)
    on = fields.Date(allow_none=True)


class UnlockAskedSchema(Schema):
    """An unlock that was asked for and not answered yet."""

    reason = fields.String()
    asked_at = fields.DateTime()


class MonthSchema(Schema):
    """`due_on` is the last day on which the report is in time; `id` is the tally's."""

    month = fields.String()
    id = fields.UUID(allow_none=True)
    status = fields.String()
    revision = fields.Integer()
    channel = fields.String()
    due_on = fields.Date()
    is_due = fields.Boolean()
    is_owed = fields.Boolean()
    waiting = fields.Integer()
    held = fields.Integer()
    pending_amendments = fields.Integer()
    closed_at = fields.DateTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    sealed_at = fields.DateTime(allow_none=True)
    arrived_at = fields.DateTime(allow_none=True)
    on_time = fields.Boolean(allow_none=True)
    times_returned = fields.Integer()
    decision = fields.Nested(DecisionSchema, allow_none=True)
    unlock_asked = fields.Nested(UnlockAskedSchema, allow_none=True)
    journey = fields.Nested(JourneySchema, allow_none=True)


class MonthsSchema(Schema):
    """The twelve of a year."""

    items = fields.List(fields.Nested(MonthSchema))
    total = fields.Integer()


class HoursSchema(Schema):
    """The figures that stand side by side everywhere."""

    records = fields.Integer()
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()


class CellSchema(HoursSchema):
    """次, 人次, 人数 and hours of a category and form."""

    category = fields.String()
    form = fields.String()
    activities = fields.Integer()
    people = fields.Integer()


class VolunteerMonthSchema(HoursSchema):
    """One volunteer's month."""

    volunteer = fields.UUID()
    name = fields.String()
    points = fields.Integer()


class TableSchema(Schema):
    """The month's table as the ledger stands now."""

    cells = fields.List(fields.Nested(CellSchema))
    volunteers = fields.List(fields.Nested(VolunteerMonthSchema))
    people = fields.Integer()
    volunteers_on_roster = fields.Integer()
    members = fields.Integer()


class VersionSchema(Schema):
    """A signed revision: the very data that was reported, and what became of it."""

    revision = fields.Integer()
    content = fields.String()
    data = fields.Dict()
    entries = fields.Integer()
    reason = fields.String(allow_none=True)
    signed_by = fields.String()
    sealed_at = fields.DateTime()
    decision = fields.String(allow_none=True)
    decision_reason = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)
    journey = fields.Nested(JourneySchema, allow_none=True)


class PendingSchema(Schema):
    """A record that stands otherwise in the ledger than in the newest revision."""

    kind = fields.String()
    record = fields.UUID()


class MonthDetailSchema(MonthSchema):
    """The month with its table as of now, all revisions, and what an amendment would change."""

    table = fields.Nested(TableSchema)
    requests = fields.Nested(RequestFiguresSchema, allow_none=True)
    visits = fields.Nested(VisitFiguresSchema, allow_none=True)
    versions = fields.List(fields.Nested(VersionSchema))
    pending = fields.List(fields.Nested(PendingSchema))


class SignedSchema(Schema):
    """The revision that was just sealed."""

    month = fields.String()
    tally = fields.UUID()
    revision = fields.Integer()
    content = fields.String()
    sealed_at = fields.DateTime()
