"""Input and output of contests."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.web.page import PageSchema
from station.actions.contest import Answer
from station.domain.contest import LONGEST_WORDS, Status, Subject

WORDS = validate.And(validate.Length(0, LONGEST_WORDS), validate.ContainsNoneOf("\x00"))
PERIOD = validate.Regexp(r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$")


class OpenContestSchema(Schema):
    """A record's id, or a month or year whose total is contested; words where there are any."""

    record = fields.UUID(load_default=None, allow_none=True)
    period = fields.String(load_default=None, allow_none=True, validate=PERIOD)
    words = fields.String(load_default="", validate=WORDS)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> tuple[Subject, str]:
        return Subject(data["record"], data["period"]), data["words"]


class ContestQuerySchema(PageSchema):
    """In which state, or all."""

    status = fields.Enum(Status, by_value=True, load_default=None)


class AssignContestSchema(Schema):
    """The login of whoever is to answer; null: whoever comes to it."""

    account = fields.String(required=True, allow_none=True, validate=validate.Length(1, 64))


class AnswerContestSchema(Schema):
    """Right or not, and why."""

    status = fields.String(required=True, validate=validate.OneOf((Status.UPHELD, Status.REJECTED)))
    words = fields.String(load_default="", validate=WORDS)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Answer:
        return Answer(Status(data["status"]), data["words"])


class ContestSchema(Schema):
    """A contest; `day` and `hours` are its record's, `overdue` whether it waits too long."""

    id = fields.UUID()
    volunteer = fields.UUID(attribute="volunteer_id")
    name = fields.String()
    record = fields.UUID(attribute="record_id", allow_none=True)
    day = fields.Date(allow_none=True)
    hours = fields.Integer(allow_none=True)
    period = fields.String(allow_none=True)
    words = fields.String()
    status = fields.String()
    opened_at = fields.AwareDateTime(format="iso")
    due_on = fields.Date()
    overdue = fields.Boolean()
    assigned_to = fields.UUID(allow_none=True)
    answer = fields.String()
    answered_at = fields.AwareDateTime(format="iso", allow_none=True)
    answered_by = fields.String(allow_none=True)


class ContestListSchema(Schema):
    """Open ones by the day they are due, then the others."""

    items = fields.List(fields.Nested(ContestSchema))
    total = fields.Integer()
