"""Input and output of registrations."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.domain.registration import Status
from shared.domain.service_record import Category
from shared.web.page import PageSchema

WORDS = fields.String(validate=validate.Length(min=1, max=60))


class ConsentsSchema(Schema):
    """Each separate; refusing the last two costs nothing."""

    sensitive = fields.Boolean(required=True)
    naming = fields.Boolean(required=True)
    photos = fields.Boolean(required=True)


class DeclarationSchema(Schema):
    """What a mended form may say anew."""

    specialties = fields.List(WORDS)
    categories = fields.List(fields.String(validate=validate.OneOf([*Category])))
    free_times = fields.List(WORDS)
    health = fields.Boolean()
    conduct = fields.Boolean()
    consents = fields.Nested(ConsentsSchema)
    photo = fields.UUID(allow_none=True)


class RegisterSchema(Schema):
    """The paper form, in person: number and name as on the ID card, both originals seen.

    `photo` names a portrait that was uploaded for it.
    """

    id_number = fields.String(required=True, load_only=True, validate=validate.Length(max=40))
    name = fields.String(required=True, validate=validate.Length(min=1, max=60))
    specialties = fields.List(WORDS, required=True)
    categories = fields.List(fields.String(validate=validate.OneOf([*Category])), required=True)
    free_times = fields.List(WORDS, required=True)
    health = fields.Boolean(required=True)
    conduct = fields.Boolean(required=True)
    consents = fields.Nested(ConsentsSchema, required=True)
    id_card_seen = fields.Boolean(required=True)
    party_card_seen = fields.Boolean(required=True)
    applied_on = fields.Date(load_default=None, allow_none=True)
    photo = fields.UUID(load_default=None, allow_none=True)


class RegistrationQuerySchema(PageSchema):
    """Registrations in one state, or all."""

    status = fields.String(load_default=None, validate=validate.OneOf([*Status]))


class RegistrationSchema(Schema):
    """A registration as the station's list shows it; `to_complete` is what is still missing."""

    id = fields.UUID()
    volunteer = fields.UUID()
    name = fields.String()
    last_four = fields.String()
    status = fields.String()
    version = fields.Integer()
    origin = fields.String()
    applied_on = fields.Date()
    specialties = fields.List(fields.String())
    categories = fields.List(fields.String())
    free_times = fields.List(fields.String())
    health = fields.Boolean()
    conduct = fields.Boolean()
    consents = fields.Dict()
    originals = fields.Dict()
    paper = fields.Dict(allow_none=True)
    is_claim = fields.Boolean()
    approval_date = fields.Date(allow_none=True)
    decision = fields.String(allow_none=True)
    decision_reason = fields.String()
    decision_origin = fields.String(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    decided_by = fields.String(allow_none=True)
    overtaken = fields.Dict(allow_none=True)
    photo = fields.UUID(allow_none=True)
    to_complete = fields.List(fields.String())
    entered_at = fields.AwareDateTime(format="iso")


class RegistrationListSchema(Schema):
    """Registrations, the newest first."""

    items = fields.List(fields.Nested(RegistrationSchema))
    total = fields.Integer()
