"""What travels of a star: the association's decision, signed, down to the station."""

from __future__ import annotations

from shared.wire.schema import WireSchema, count, day, text, uuid, word

DECIDED = "star.decided"


class DecidedSchema(WireSchema):
    """Proposal, decision and reason stand side by side (domain.md part 6).

    `certificate` is the number of the one that holds after it, `proof` the text of its QR.
    """

    volunteer = uuid()
    station = text(40)
    year = count()
    points = count()
    proposed = count()
    star = count()
    decision = word("approved", "held", "declined", "kept", "lowered", "revoked")
    reason = text(500)
    decided_on = day()
    by = text(60)
    certificate = text(40, load_default="")
    proof = text(600, load_default="")
