"""Activities: planned, held with their list, set right as a whole."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.domain.service_record import Category, Evaluation, Form
from shared.web.page import PageSchema
from station.domain.activity import Plan, Status
from station.domain.attendance import Attendance, Attendee
from station.schemas.bulk import REASON, ReasonSchema
from station.schemas.monthly_report import MonthQuerySchema
from station.schemas.service_record import CLOCK, DAY, DIGEST, TEXT, EnteredRecordsSchema

MOST = 500
BREAK = validate.Range(0, 1440)
WORK = validate.And(validate.Length(0, 60), validate.ContainsNoneOf("\x00"))


def _word(kind: type[StrEnum], **kwargs: Any) -> fields.Enum[StrEnum]:
    return fields.Enum(kind, by_value=True, **kwargs)


class PlanSchema(Schema):
    """What is planned; the content is the title where it is left out."""

    title = fields.String(required=True, validate=TEXT)
    category = _word(Category, required=True)
    place = fields.String(required=True, validate=TEXT)
    content = fields.String(validate=TEXT)
    day = fields.Date(required=True, validate=DAY)
    start = fields.String(required=True, validate=CLOCK)
    end = fields.String(required=True, validate=CLOCK)
    form = _word(Form)
    break_minutes = fields.Integer(strict=True, validate=BREAK)
    people = fields.List(fields.UUID(), validate=validate.Length(0, MOST))
    team = fields.UUID(allow_none=True)
    places = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 10_000))
    is_dangerous = fields.Boolean()
    insured = fields.Boolean()
    has_host = fields.Boolean()
    key_work = fields.String(validate=WORK)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Plan:
        people = tuple(data.get("people", ()))
        content = data.get("content", "").strip() or data["title"]
        return Plan(**data | {"people": people, "content": content})


class AttendeeSchema(Schema):
    """Somebody ticked; what is left out is as for everybody."""

    volunteer = fields.UUID(required=True)
    start = fields.String(validate=CLOCK, allow_none=True)
    end = fields.String(validate=CLOCK, allow_none=True)
    break_minutes = fields.Integer(strict=True, allow_none=True, validate=BREAK)
    hours = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 24))
    evaluation = _word(Evaluation, allow_none=True)
    paid = fields.Boolean(allow_none=True)
    forgot = fields.Boolean()
    carried = fields.Boolean()

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Attendee:
        return Attendee(**data)


class AttendanceSchema(Schema):
    """A list: one time and one evaluation for all, a line each where something differs."""

    rows = fields.List(
        fields.Nested(AttendeeSchema), required=True, validate=validate.Length(1, MOST)
    )
    start = fields.String(validate=CLOCK, allow_none=True)
    end = fields.String(validate=CLOCK, allow_none=True)
    break_minutes = fields.Integer(strict=True, allow_none=True, validate=BREAK)
    evaluation = _word(Evaluation)
    paid = fields.Boolean()
    certifier = fields.UUID(allow_none=True)
    second_officer = fields.UUID(allow_none=True)
    late_reason = fields.String(validate=TEXT)
    sheet = fields.String(validate=DIGEST)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Attendance:
        return Attendance(**data)


class EnterActivitySchema(Schema):
    """An activity and its list in one act."""

    plan = fields.Nested(PlanSchema, required=True)
    attendance = fields.Nested(AttendanceSchema, required=True)


class ReissueActivitySchema(EnterActivitySchema, ReasonSchema):
    """Why, and the whole form again."""


class ActivityQuerySchema(PageSchema, MonthQuerySchema):
    """Which activities: of a month, in a state, of a team."""

    status = _word(Status, load_default=None)
    team = fields.UUID(load_default=None)


class ActivitySchema(Schema):
    """An activity with what it came to; `reason` says why it was cancelled or voided."""

    id = fields.UUID()
    title = fields.String()
    category = fields.String()
    form = fields.String()
    place = fields.String()
    content = fields.String()
    day = fields.Date()
    start = fields.String()
    end = fields.String()
    break_minutes = fields.Integer()
    team = fields.UUID(attribute="team_id", allow_none=True)
    places = fields.Integer(allow_none=True)
    is_dangerous = fields.Boolean()
    insured = fields.Boolean()
    has_host = fields.Boolean()
    key_work = fields.String()
    status = fields.String()
    reason = fields.String()
    replaces = fields.UUID(attribute="replaces_id", allow_none=True)
    replaced_by = fields.UUID(attribute="replaced_by_id", allow_none=True)


class ActivityCountsSchema(Schema):
    """Live records, waiting and certified ones, hours."""

    records = fields.Integer()
    waiting = fields.Integer()
    certified = fields.Integer()
    hours = fields.Integer()


class ListedActivitySchema(ActivitySchema):
    """A row of the list."""

    counts = fields.Nested(ActivityCountsSchema)


class ActivitiesSchema(Schema):
    """A page of them, the newest day first."""

    items = fields.List(fields.Nested(ListedActivitySchema))
    total = fields.Integer()


class ActivityPersonSchema(Schema):
    """Whom the plan names, or who signed up."""

    volunteer = fields.UUID(attribute="volunteer_id")
    signed_up_at = fields.DateTime(allow_none=True)


class ActivityListSchema(Schema):
    """An attendance list as it was taken."""

    digest = fields.String()
    rows = fields.Dict()
    taken_at = fields.DateTime()


class ActivityDetailSchema(ListedActivitySchema):
    """Besides, its people and its lists."""

    people = fields.List(fields.Nested(ActivityPersonSchema))
    lists = fields.List(fields.Nested(ActivityListSchema))


class TakenSchema(EnteredRecordsSchema):
    """A result per line, and the activity where all were written."""

    activity = fields.UUID(allow_none=True)


class ActivityFormSchema(Schema):
    """The form filled in, to be sent again."""

    plan = fields.Dict()
    attendance = fields.Dict()


class EndedActivitySchema(Schema):
    """What became of the records."""

    voided = fields.Integer()
    rejected = fields.Integer()


class CancelActivitySchema(Schema):
    """Why it doesn't take place."""

    reason = fields.String(required=True, validate=REASON)
