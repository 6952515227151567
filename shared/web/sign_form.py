"""What is filled in behind a one-time link: evaluations, who signs, the ink; or what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from marshmallow import Schema, fields, validate

from shared.domain.one_time_signature import LONGEST_WORDS, Capacity, Signer
from shared.domain.person_name import LONGEST_NAME
from shared.domain.service_record import Evaluation

SIGNED: Final = (Evaluation.SATISFIED, Evaluation.DISSATISFIED)


class DisputeFormSchema(Schema):
    """What is wrong, in the recipient's words."""

    words = fields.String(required=True, validate=validate.Length(1, LONGEST_WORDS))


class SignerFormSchema(Schema):
    """Who signs, as what; one word for every volunteer, where it is the same."""

    all = fields.String(load_default="", validate=validate.OneOf(["", *SIGNED]))
    capacity = fields.String(required=True, validate=validate.OneOf([*Capacity]))
    name = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_NAME))
    witness = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))
    evaluation = fields.String(load_default="")  # where a word for one of them is missing


class SigningFormSchema(SignerFormSchema):
    """With the ink, and the digest of what the page showed."""

    ink = fields.String(load_default="")
    seen = fields.String(required=True)


def said_of(
    typed: Mapping[str, Any], sent: Mapping[str, str], records: list[UUID]
) -> dict[UUID, Evaluation]:
    """What is said of each, by name or with the word for all."""
    found = {}
    for record in records:
        word = sent.get(f"e-{record}") or typed["all"]
        if word in SIGNED:
            found[record] = Evaluation(word)
    return found


def signer_of(typed: Mapping[str, Any]) -> Signer:
    """Who signs, from a form that was sent."""
    return Signer(typed["name"], Capacity(typed["capacity"]), typed["witness"])
