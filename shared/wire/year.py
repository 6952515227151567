"""What travels of a year: sealed by the station, checked by the center, returned with reasons."""

from __future__ import annotations

from marshmallow import fields

from shared.wire.schema import MonthField, WireSchema, count, text, uuid
from shared.wire.tally import HoursSchema

SEALED = "year.sealed"
CHECKED = "year.checked"
RETURNED = "year.returned"


class YearMonthSchema(HoursSchema):
    """One month of one volunteer, and the revision of the tally that it stands in."""

    month = MonthField(required=True)
    revision = count()
    points = count()


class YearVolunteerSchema(HoursSchema):
    """A volunteer's twelve months and sums, zeros included."""

    volunteer = uuid()
    points = count()
    months = fields.List(fields.Nested(YearMonthSchema), required=True)


class SealedSchema(WireSchema):
    """A station's year, signed by the station; the center forwards the very bytes.

    A large station's year travels in `parts` messages of at most 60 volunteers each.
    """

    station = text(40)
    year = count()
    version = count()
    part = count()
    parts = count()
    signed_by = text(60)
    sealed_at = fields.AwareDateTime(required=True)
    volunteers = fields.List(fields.Nested(YearVolunteerSchema), required=True)


class DifferenceSchema(WireSchema):
    """One figure that stands differently in the year and in the months the center holds."""

    volunteer = uuid(allow_none=True)
    month = MonthField(required=True, allow_none=True)
    figure = text(30)
    year_says = count()
    months_say = count()


class CheckedSchema(WireSchema):
    """The center's check of a station's year against the months that it accepted."""

    station = text(40)
    year = count()
    version = count()
    parts = count()
    agrees = fields.Boolean(required=True)
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)
    by = text(60)


class ReturnedSchema(WireSchema):
    """A sealed year goes back to its station, with what to mend; `by` whom, of the sender's."""

    station = text(40)
    year = count()
    version = count()
    reason = text(500)
    by = text(60, load_default="")
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)
