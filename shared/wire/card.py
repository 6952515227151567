"""What travels of a card: issued or revoked down, handed over, lost or found up."""

from __future__ import annotations

from marshmallow import fields

from shared.domain.card import Loss, Recovery
from shared.wire.schema import WireSchema, day, text, uuid, word

ISSUED = "card.issued"
HANDED_OVER = "card.handed_over"
LOST = "card.lost"
FOUND = "card.found"
REVOKED = "card.revoked"


class IssuedSchema(WireSchema):
    """Number is `<association code>-<year>-<running number>`; signed by the association.

    `proof` is the text of its QR, which a reader without a line can check.
    """

    card = uuid()
    number = text(40)
    volunteer = uuid()
    station = text(40)
    issued_on = day()
    proof = text(600, load_default="")


class HandedOverSchema(WireSchema):
    """The station put the card into its holder's hand, and the badge with it or not."""

    card = uuid()
    volunteer = uuid()
    handed_on = day()
    badge = fields.Boolean(required=True)


class LostSchema(WireSchema):
    """Its holder wants another card: the association issues one and ends this one."""

    card = uuid()
    volunteer = uuid()
    lost_on = day()
    reason = word(*Loss)


class FoundSchema(WireSchema):
    """The loss of `lost_on` is taken back: no other card is wanted, unless one was issued."""

    card = uuid()
    volunteer = uuid()
    lost_on = day()
    found_on = day()
    reason = word(*Recovery)


class RevokedSchema(WireSchema):
    """The card holds no longer: `replaced_by` another one, or (without) by nothing."""

    card = uuid()
    number = text(40)
    volunteer = uuid()
    revoked_on = day()
    reason = text(500)
    replaced_by = fields.UUID(load_default=None, allow_none=True)
