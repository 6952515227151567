"""Input and output of talks."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from station.domain.talk import LONGEST_WORDS, Note

DAY = validate.Range(date(1900, 1, 1), date(9998, 12, 31))
WORDS = validate.And(validate.Length(1, LONGEST_WORDS), validate.ContainsNoneOf("\x00"))


class NoteSchema(Schema):
    """The day of a talk, and what was said."""

    held_on = fields.Date(required=True, validate=DAY)
    words = fields.String(required=True, validate=WORDS)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Note:
        return Note(**data)


class TalkSchema(Schema):
    """A talk."""

    id = fields.UUID()
    member = fields.UUID(attribute="member_id")
    held_on = fields.Date()
    words = fields.String()
    held_by = fields.String()
    entered_at = fields.AwareDateTime(format="iso")


class TalksSchema(Schema):
    """Talks with one member, the newest first."""

    items = fields.List(fields.Nested(TalkSchema))
    total = fields.Integer()


class UnregisteredSchema(Schema):
    """A member who isn't a volunteer yet; `last_talk` is null where there was none."""

    id = fields.UUID()
    name = fields.String()
    post = fields.String()
    last_four = fields.String()
    last_talk = fields.Nested(TalkSchema, allow_none=True)


class UnregisteredListSchema(Schema):
    """Whoever was never talked with first."""

    items = fields.List(fields.Nested(UnregisteredSchema))
    total = fields.Integer()
