"""What a center tells a station that is no decision: exemptions, reminders, its closing."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from shared.domain.notice import Kind
from shared.wire.schema import MonthField, WireSchema, day, text, word

NOTICE = "notice"
NEEDS = {
    Kind.EXEMPTION_GRANTED: ("first", "last"),
    Kind.EXEMPTION_WITHDRAWN: ("first", "last"),
    Kind.REPORT_REMINDED: ("first", "last"),
    Kind.STATION_CLOSED: ("last_day",),
    Kind.STATION_REOPENED: (),
}


class NoticeSchema(WireSchema):
    """The whole state of one subject: `exemption:<uuid>`, `month:<code>:<month>`, `node:<name>`.

    Who said it, when and why; `first` and `last` are its months, both included (a reminder's are
    one), `last_day` that of a station that ends. A question about a year is `year.returned`.
    """

    kind = word(*Kind)
    by = text(60)
    said_on = day()
    reason = text(500, load_default="")
    first = MonthField(load_default=None, allow_none=True)
    last = MonthField(load_default=None, allow_none=True)
    last_day = day(required=False, load_default=None, allow_none=True)

    @validates_schema
    def _is_whole(self, data: dict[str, Any], **_kwargs: Any) -> None:
        lacking = [name for name in NEEDS[Kind(data["kind"])] if data[name] is None]
        if lacking:
            raise ValidationError({name: ["Missing data for this kind."] for name in lacking})
