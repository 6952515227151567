"""What the desks' forms send: a word on one thing, or the same one on many."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from marshmallow import Schema, fields, validate

from center.schemas.bulk import MOST, ids, reason

ON_REGISTRATION = ("approved", "returned", "rejected", "confirmed")
ON_TRANSFER = ("approved", "refused")
ON_TALLY = ("accepted", "returned")
ON_UNLOCK = ("unlocked", "unlock_refused")
SEEN = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9]{1,6}"


def word(*words: str) -> fields.String:
    """A decision; the button that was pressed names it."""
    return fields.String(required=True, validate=validate.OneOf(words))


def count() -> fields.Integer:
    """How many rows the person saw, as a form sends it."""
    return fields.Integer(required=True, validate=validate.Range(min=1))


def versions() -> fields.List[str]:
    """The version that was seen of each row, as `<id>:<version>`."""
    return fields.List(fields.String(validate=validate.Regexp(SEEN)), load_default=list)


def seen(pairs: Sequence[str]) -> dict[UUID, int]:
    """Row → the version that was seen."""
    return {UUID(id): int(version) for id, _colon, version in (p.partition(":") for p in pairs)}


class ReasonFormSchema(Schema):
    """A reason alone."""

    reason = reason()


class RegistrationFormSchema(ReasonFormSchema):
    """On one registration, on the version that was seen."""

    decision = word(*ON_REGISTRATION)
    version = fields.Integer(required=True)


class RegistrationsFormSchema(ReasonFormSchema):
    """On those that were ticked."""

    ids = ids()
    versions = versions()
    decision = word(*ON_REGISTRATION)
    count = count()


class UndoubtedFormSchema(Schema):
    """On all of a queue, of one station or all; the count that was seen must still be theirs."""

    decision = word("approved", "confirmed")
    station = fields.String(load_default=None, validate=validate.Length(max=40))
    count = count()


class TransferFormSchema(ReasonFormSchema):
    """On a transfer."""

    decision = word(*ON_TRANSFER)


class TallyFormSchema(ReasonFormSchema):
    """On one report, on the revision that was seen."""

    decision = word(*ON_TALLY)
    revision = fields.Integer(required=True)


class TalliesFormSchema(ReasonFormSchema):
    """On several reports."""

    ids = ids()
    versions = versions()
    decision = word(*ON_TALLY)
    count = count()


class UnlockFormSchema(ReasonFormSchema):
    """On a station's request to change an accepted month."""

    decision = word(*ON_UNLOCK)


class YearsFormSchema(Schema):
    """The stations whose years are sent up together; the count that was seen."""

    names = fields.List(
        fields.String(validate=validate.Length(max=40)),
        required=True,
        validate=validate.Length(min=1, max=MOST),
    )
    count = count()
