"""What lies inside the seal of `request.received`: read by the station alone."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.domain.contact import LONGEST
from shared.domain.front_door import Entry
from shared.domain.one_time_signature import Capacity
from shared.domain.person_name import LONGEST_NAME
from shared.domain.service_record import Evaluation
from shared.domain.service_request import Channel
from shared.domain.web_address import LONGEST as LONGEST_ADDRESS
from shared.wire.front_status import MOST_LINES
from shared.wire.schema import WireSchema, text, uuid, word
from shared.wire.service_request import MOST_WISHES

LONGEST_TOKEN = 64
LONGEST_INK = 36_000  # with all else in it, a JWE of 64 KiB: more is opened by nobody


class AskedSchema(WireSchema):
    """A request as it was asked; `code` was given out for it, `reach` is where it was asked."""

    name = text(LONGEST["name"])
    phone = text(LONGEST["phone"])
    address = text(LONGEST["address"])
    words = text(LONGEST["words"])
    channel = word(Channel.PUBLIC, Channel.OPEN311)
    item = text(40, allow_none=True)
    wished = fields.List(text(30), required=True, validate=validate.Length(max=MOST_WISHES))
    consent_version = text(20)
    language = text(20)
    code = text(8)
    reach = text(LONGEST_ADDRESS)


class SaidSchema(WireSchema):
    """Words that were added, why it isn't wanted any more, what isn't solved."""

    words = text(LONGEST["words"])


class EvaluatedSchema(WireSchema):
    """What the recipient says of one record."""

    record = uuid()
    evaluation = word(*Evaluation)


class SignedSchema(WireSchema):
    """A signature by a one-time link; `seen` is the digest of what the page showed.

    `at` is when it was signed by the machine's clock: the link may end before it is fetched.
    """

    token = text(LONGEST_TOKEN)
    seen = text(64)
    said = fields.List(
        fields.Nested(EvaluatedSchema), required=True, validate=validate.Length(max=MOST_LINES)
    )
    name = text(LONGEST_NAME)
    capacity = word(*Capacity)
    witness = text(LONGEST_NAME)
    ink = text(LONGEST_INK)
    at = fields.AwareDateTime(required=True)


class DisputedSchema(WireSchema):
    """What isn't so, by a one-time link."""

    token = text(LONGEST_TOKEN)
    words = text(LONGEST["words"])


INSIDE: dict[Entry, type[WireSchema]] = {
    Entry.ASKED: AskedSchema,
    Entry.ADDED: SaidSchema,
    Entry.WITHDRAWN: SaidSchema,
    Entry.REOPENED: SaidSchema,
    Entry.SIGNED: SignedSchema,
    Entry.DISPUTED: DisputedSchema,
}
