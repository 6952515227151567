"""What travels of the front door: acts down, sealed; how a request stands, what to sign, up."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.domain.front_door import Entry
from shared.domain.service_request import LONGEST_REASON, Status
from shared.wire.schema import WireSchema, count, day, text, uuid, word
from shared.wire.service_request import LONGEST_SEALED

STATUS = "request.status"
RECEIVED = "request.received"
ORDER_STATUS = "order.status"
ORDER_RECEIVED = "order.received"

MOST_LINES = 100
MOST_LINKS = 10
MOST_STEPS = 60
MOST_ENTRIES = 100
LONGEST_SEALED_CODE = 1000


class StepSchema(WireSchema):
    """One line of the tracking page at the front door: who has it since when, and why.

    `reason` is empty where it might tell of the requester, and where it is their own words.
    """

    status = word(*Status)
    since = fields.AwareDateTime(required=True)
    holder_title = text(100)
    by_requester = fields.Boolean(required=True)
    reason = text(LONGEST_REASON, load_default="")
    visitor = text(60, load_default="")
    visit_on = day(required=False, load_default=None, allow_none=True)
    visit_time = text(30, load_default="")


class AnsweredSchema(WireSchema):
    """What became of something done at the front door; `refused` is a code, "" for taken in."""

    entry = uuid()
    refused = text(80)


class SignatureLineSchema(WireSchema):
    """What the recipient is shown of one volunteer's service: a masked name, times and hours."""

    record = uuid()
    visitor = text(60)
    served_on = day()
    start = text(5)
    end = text(5)
    break_minutes = count()
    hours = count()


class SignatureLinkSchema(WireSchema):
    """A one-time link that the front door opens: the SHA-256 of its token, and what is signed."""

    order = uuid()
    token = text(64)
    statement = text(64)
    expires_at = fields.AwareDateTime(required=True)
    lines = fields.List(
        fields.Nested(SignatureLineSchema),
        required=True,
        validate=validate.Length(min=1, max=MOST_LINES),
    )


class StatusSchema(WireSchema):
    """What the front door shows of a request that is followed there; all of it, each time.

    `number`, `item` and `item_name` are "" where the station never entered it. `added`: when the
    requester added words. `answers`: to what was done at the front door, the newest of them.
    `sealed`: the tracking code that the station gave out, as a JWE for the center alone, the first
    time; "" where the center gave it out.
    """

    request = uuid()
    status = word(*Status)
    since = fields.AwareDateTime(required=True)
    number = text(20)
    item = text(40)
    item_name = text(30)
    holder_title = text(100)
    pending = text(20)
    promised_on = day(required=False, load_default=None, allow_none=True)
    phone = text(30, load_default="")
    can_add = fields.Boolean(required=True)
    can_withdraw = fields.Boolean(required=True)
    can_reopen = fields.Boolean(required=True)
    added = fields.List(
        fields.AwareDateTime(), required=True, validate=validate.Length(max=MOST_ENTRIES)
    )
    steps = fields.List(
        fields.Nested(StepSchema), required=True, validate=validate.Length(max=MOST_STEPS)
    )
    answers = fields.List(
        fields.Nested(AnsweredSchema), required=True, validate=validate.Length(max=MOST_ENTRIES)
    )
    signatures = fields.List(
        fields.Nested(SignatureLinkSchema), required=True, validate=validate.Length(max=MOST_LINKS)
    )
    sealed = text(LONGEST_SEALED_CODE, load_default="")


class ReceivedSchema(WireSchema):
    """What a resident did at the front door, as a JWE for the station alone; `kind` says what.

    `entry` is its own number there: what is sent twice is entered once.
    """

    entry = uuid()
    request = uuid()
    station = text(40)
    kind = word(*Entry)
    sealed = text(LONGEST_SEALED)
    received_at = fields.AwareDateTime(required=True)


class OrderStatusSchema(WireSchema):
    """What is to be signed at the front door of an order whose request didn't come through it.

    A visit of a pairing has none. All of it, each time; `item_name` is what was done, in general.
    """

    order = uuid()
    item_name = text(30)
    answers = fields.List(
        fields.Nested(AnsweredSchema), required=True, validate=validate.Length(max=MOST_ENTRIES)
    )
    signatures = fields.List(
        fields.Nested(SignatureLinkSchema), required=True, validate=validate.Length(max=MOST_LINKS)
    )

    @validates_schema
    def _is_of_one_order(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if any(one["order"] != data["order"] for one in data["signatures"]):
            raise ValidationError("of another order", "signatures")


class OrderReceivedSchema(WireSchema):
    """What was signed or disputed of such an order, as a JWE for its station alone."""

    entry = uuid()
    order = uuid()
    station = text(40)
    kind = word(Entry.SIGNED, Entry.DISPUTED)
    sealed = text(LONGEST_SEALED)
    received_at = fields.AwareDateTime(required=True)
