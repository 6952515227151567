"""What travels of a transfer: asked by the new station, decided by the center, the sealed file."""

from __future__ import annotations

from shared.wire.schema import WireSchema, count, day, text, uuid, word

ASKED = "transfer.asked"
DECIDED = "transfer.decided"
STATEMENT = "transfer.statement"


class AskedSchema(WireSchema):
    """The new clerk saw the ID card: its duplicate digest finds the volunteer at the center."""

    transfer = uuid()
    station = text(40)
    name = text(60)
    digest = text(80)
    asked_on = day()


class DecidedSchema(WireSchema):
    """To both stations. `from_station` seals the personal file to `to_station` on `approved`."""

    transfer = uuid()
    volunteer = uuid(allow_none=True)
    from_station = text(40, allow_none=True)
    to_station = text(40)
    decision = word("approved", "refused")
    reason = text(500)
    decided_on = day()
    by = text(60)


class StatementSchema(WireSchema):
    """The personal file as a JWE for the new station's key; nodes between can't open it."""

    transfer = uuid()
    volunteer = uuid()
    to_station = text(40)
    sealed = text(200_000)


class FileYearSchema(WireSchema):
    """A year's sums in the sealed personal file."""

    year = count()
    hours = count()
    satisfied_hours = count()
    points_hours = count()
    points = count()
