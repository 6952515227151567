"""What travels of an approved volunteer afterwards: person, posts, skills, times, consents."""

from __future__ import annotations

from marshmallow import fields

from shared.wire.registration import ConsentsSchema
from shared.wire.schema import WireSchema, count, day, text, uuid, word

VOLUNTEER = "volunteer.profile"


class ProfileSchema(WireSchema):
    """All of it as it is from `changed_on` on: no number, no day of birth, no telephone."""

    volunteer = uuid()
    name = text(60)
    sex = word("male", "female", "")
    birth_year = count()
    post = text(60)
    service_posts = fields.List(text(60), required=True)
    specialties = fields.List(text(60), required=True)
    categories = fields.List(text(30), required=True)
    free_times = fields.List(text(60), required=True)
    health = fields.Boolean(required=True)
    conduct = fields.Boolean(required=True)
    consents = fields.Nested(ConsentsSchema, required=True)
    changed_on = day()
