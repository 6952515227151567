"""Input and output of volunteers' profiles and of members' details."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.domain.id_number import Sex
from shared.domain.service_record import Category
from station.actions.member_detail import LONGEST_PHONE, MemberDetail
from station.domain.profile import LONGEST, MOST, ProfileChange
from station.domain.registration_form import Completion
from station.schemas.registration import ConsentsSchema

WORDS = fields.String(validate=validate.Length(1, LONGEST))
MANY = validate.Length(0, MOST)
DAY = validate.Range(date(1900, 1, 1), date(9998, 12, 31))


class FreeTimesSchema(Schema):
    """Ticks of the week's grid, `6-morning`, and words beside it."""

    free_times = fields.List(WORDS, required=True, validate=MANY)


class ProfileChangeSchema(Schema):
    """What is to change; `post` is the one main post, `service_posts` are the X."""

    post = fields.String(validate=validate.Length(0, LONGEST))
    service_posts = fields.List(WORDS, validate=MANY)
    specialties = fields.List(WORDS, validate=MANY)
    categories = fields.List(fields.String(validate=validate.OneOf([*Category])))
    free_times = fields.List(WORDS, validate=MANY)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> ProfileChange:
        lists = {name: tuple(value) for name, value in data.items() if name != "post"}
        return ProfileChange(post=data.get("post"), **lists)


class ConsentChangeSchema(Schema):
    """Those that are given or taken back."""

    sensitive = fields.Boolean()
    naming = fields.Boolean()
    photos = fields.Boolean()


class FreeDaySchema(Schema):
    """A row of the grid."""

    weekday = fields.Integer()
    parts = fields.List(fields.Tuple((fields.String(), fields.Boolean())))


class ProfileSchema(Schema):
    """A volunteer's profile; `week` is the grid of the free times, `words` what stands beside."""

    volunteer = fields.UUID()
    name = fields.String()
    post = fields.String()
    service_posts = fields.List(fields.String())
    specialties = fields.List(fields.String())
    categories = fields.List(fields.String())
    free_times = fields.List(fields.String())
    week = fields.List(fields.Nested(FreeDaySchema))
    words = fields.List(fields.String())
    health = fields.Boolean()
    conduct = fields.Boolean()
    consents = fields.Dict()


class CompletionSchema(Schema):
    """What the person said and showed at the counter; `photo` names an uploaded portrait."""

    consents = fields.Nested(ConsentsSchema, required=True)
    health = fields.Boolean(required=True)
    conduct = fields.Boolean(required=True)
    id_card_seen = fields.Boolean(required=True)
    party_card_seen = fields.Boolean(required=True)
    photo = fields.UUID(load_default=None, allow_none=True)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Completion:
        return Completion(**data)


class MemberDetailSchema(Schema):
    """What is put right on a member's row."""

    name = fields.String(validate=validate.Length(1, LONGEST))
    sex = fields.Enum(Sex, by_value=True)
    post = fields.String(validate=validate.Length(0, LONGEST))
    phone = fields.String(validate=validate.Length(0, LONGEST_PHONE))
    joined_party_on = fields.Date(validate=DAY)
    id_number = fields.String(validate=validate.Length(1, 40))

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> MemberDetail:
        return MemberDetail(**data)


class MemberRowSchema(Schema):
    """A member's row as the clerk edits it: of the number the last four places alone."""

    id = fields.UUID()
    name = fields.String()
    sex = fields.String()
    post = fields.String()
    phone = fields.String()
    joined_party_on = fields.String()
    last_four = fields.String()
