"""What travels of a card: issued or revoked down, handed over up."""

from __future__ import annotations

from marshmallow import fields

from shared.wire.schema import WireSchema, day, text, uuid

ISSUED = "card.issued"
HANDED_OVER = "card.handed_over"


class IssuedSchema(WireSchema):
    """Number is `<association code>-<year>-<running number>`; signed by the association."""

    card = uuid()
    number = text(40)
    volunteer = uuid()
    station = text(40)
    issued_on = day()


class HandedOverSchema(WireSchema):
    """The station put the card into its holder's hand, and the badge with it or not."""

    card = uuid()
    volunteer = uuid()
    handed_on = day()
    badge = fields.Boolean(required=True)
