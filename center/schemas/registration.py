"""Registrations and volunteers in the API."""

from __future__ import annotations

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from center.domain.registration import TO
from center.schemas.bulk import MOST, count, ids, reason, versions
from shared.domain.registration import Status
from shared.web.page import PageSchema


class RegistrationQuerySchema(PageSchema):
    """By status, by station; `claims=1`: paper claims that wait for confirmation."""

    status = fields.String(validate=validate.OneOf([*Status]))
    station = fields.String(validate=validate.Length(max=40))
    claims = fields.Boolean(load_default=False)


class DecideSchema(Schema):
    """A decision on the version that the officer saw."""

    decision = fields.String(required=True, validate=validate.OneOf([*TO]))
    reason = reason()
    version = fields.Integer(required=True, strict=True)


class DecideAllSchema(Schema):
    """The same decision on several."""

    ids = ids()
    count = count()
    decision = fields.String(required=True, validate=validate.OneOf([*TO]))
    reason = reason()
    versions = versions()


class ClaimsSchema(Schema):
    """Which claims to confirm: those named, or all; with their count."""

    ids = fields.List(fields.UUID(), validate=validate.Length(min=1, max=MOST))
    all = fields.Boolean(load_default=False)
    count = count()

    @validates_schema
    def check_choice(self, data: dict[str, object], **_kwargs: object) -> None:
        """Either ids or all."""
        if bool(data.get("ids")) == data["all"]:
            raise ValidationError("ids or all", "ids")


class ClaimSchema(Schema):
    """The paper's decision and its day."""

    decision = fields.String()
    decided_on = fields.Date()


class DuplicateSchema(Schema):
    """Another registration of the same number."""

    id = fields.UUID()
    station = fields.String()
    title = fields.String()
    name = fields.String()
    status = fields.String()
    applied_on = fields.Date()


class RegistrationSchema(Schema):
    """What the center may see of a person, and its decision; `station` is the node's name."""

    id = fields.UUID()
    volunteer = fields.UUID()
    station = fields.String()
    title = fields.String()
    version = fields.Integer()
    status = fields.String()
    name = fields.String()
    sex = fields.String()
    birth_year = fields.Integer()
    post = fields.String()
    specialties = fields.List(fields.String())
    categories = fields.List(fields.String())
    free_times = fields.List(fields.String())
    health = fields.Boolean()
    conduct = fields.Boolean()
    consents = fields.Dict()
    applied_on = fields.Date()
    origin = fields.String()
    claim = fields.Nested(ClaimSchema, allow_none=True)
    received_at = fields.AwareDateTime(format="iso")
    decision = fields.String(allow_none=True)
    decision_origin = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    decided_by = fields.String(allow_none=True)
    approval_date = fields.Date(allow_none=True)
    photo = fields.String(allow_none=True)
    duplicates = fields.List(fields.Nested(DuplicateSchema))


class RegistrationsSchema(Schema):
    """A page of registrations."""

    items = fields.List(fields.Nested(RegistrationSchema))
    total = fields.Integer()


class VolunteerQuerySchema(PageSchema):
    """By station and status."""

    status = fields.String(validate=validate.OneOf([*Status]))
    station = fields.String(validate=validate.Length(max=40))


class StarSchema(Schema):
    """The association's decision on a year."""

    year = fields.Integer()
    star = fields.Integer()
    points = fields.Integer()
    decision = fields.String()
    decided_on = fields.Date()
    certificate = fields.String()


class VolunteerSchema(Schema):
    """An approved volunteer with the valid card and the stars."""

    id = fields.UUID()
    station = fields.String()
    name = fields.String()
    status = fields.String()
    origin = fields.String()
    approval_date = fields.Date()
    left_on = fields.Date(allow_none=True)
    left_reason = fields.String(allow_none=True)
    card = fields.String(allow_none=True)
    handed_on = fields.Date(allow_none=True)
    badge = fields.Boolean()
    stars = fields.List(fields.Nested(StarSchema))


class VolunteersSchema(Schema):
    """A page of volunteers."""

    items = fields.List(fields.Nested(VolunteerSchema))
    total = fields.Integer()


class PersonSchema(Schema):
    """A volunteer's person as the station told last; `profile_on` is null before any profile."""

    id = fields.UUID()
    name = fields.String()
    sex = fields.String()
    birth_year = fields.Integer()
    post = fields.String()
    service_posts = fields.List(fields.String())
    specialties = fields.List(fields.String())
    categories = fields.List(fields.String())
    free_times = fields.List(fields.String())
    health = fields.Boolean()
    conduct = fields.Boolean()
    consents = fields.Dict()
    profile_on = fields.Date(allow_none=True)
