"""What travels of a registration: the submission up, the decision down, leaving up."""

from __future__ import annotations

from marshmallow import fields

from shared.wire.schema import WireSchema, count, day, text, uuid, word

SUBMITTED = "registration.submitted"
DECIDED = "registration.decided"
WITHDRAWN = "registration.withdrawn"
LEFT = "volunteer.left"
APPROVED = "volunteer.approved"
DECISIONS = ("approved", "returned", "rejected", "suspended", "resumed")


class ClaimSchema(WireSchema):
    """The paper's decision, to be confirmed by a center officer (domain.md part 2)."""

    decision = word("approved", "returned", "rejected")
    decided_on = day()


class ConsentsSchema(WireSchema):
    """Which of the three separate consents were given (domain.md part 2)."""

    sensitive = fields.Boolean(required=True)
    naming = fields.Boolean(required=True)
    photos = fields.Boolean(required=True)


class SubmittedSchema(WireSchema):
    """A registration as the center may see it: no digit of the ID number, no day of birth."""

    registration = uuid()
    volunteer = uuid()
    version = count()
    name = text(60)
    sex = word("male", "female", "")
    birth_year = count()
    post = text(60, load_default="")
    specialties = fields.List(text(60), required=True)
    categories = fields.List(text(30), required=True)
    free_times = fields.List(text(60), required=True)
    health = fields.Boolean(required=True)
    conduct = fields.Boolean(required=True)
    consents = fields.Nested(ConsentsSchema, required=True)
    digest = text(80)
    applied_on = day()
    origin = word("in_person", "workbook")
    claim = fields.Nested(ClaimSchema, required=True, allow_none=True)
    photo = text(64, load_default=None, allow_none=True)


class WithdrawnSchema(WireSchema):
    """Its station took the version back; a decision made before stands."""

    registration = uuid()
    volunteer = uuid()
    version = count()
    withdrawn_on = day()


class DecidedSchema(WireSchema):
    """The center's decision: names the version and content digest of what it decides."""

    registration = uuid()
    volunteer = uuid()
    version = count()
    content = text(64)
    decision = word(*DECISIONS)
    reason = text(500)
    decided_on = day()
    approval_date = day(allow_none=True)
    origin = word("center", "paper")
    by = text(60)


class LeftSchema(WireSchema):
    """Who left, the last day in service being the day before `left_on`."""

    volunteer = uuid()
    left_on = day()
    reason = word("transferred", "left_party", "died", "retired", "dismissed", "other")


class ApprovedSchema(WireSchema):
    """What the association needs for a card; no digest, no birth."""

    volunteer = uuid()
    name = text(60)
    photo = text(64, allow_none=True)
    station = text(40)
    station_title = text(100)
    approval_date = day()
    consents = fields.Nested(ConsentsSchema, required=True)
