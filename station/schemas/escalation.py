"""Passing a request on, as a clerk confirms it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.domain.service_record import Category
from shared.domain.service_request import Why
from station.actions.escalation import Confirmed
from station.domain.escalation import LONGEST_TEXT
from station.schemas.service_request import REASON


class EscalationSchema(Schema):
    """`text` is all that is told of it, `reason` what the requester reads; `why` leaves too."""

    text = fields.String(required=True, validate=validate.Length(max=LONGEST_TEXT))
    why = fields.String(required=True, validate=validate.OneOf([*Why]))
    reason = fields.String(load_default="", validate=REASON)
    category = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf([*Category])
    )

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Confirmed:
        return Confirmed(data["text"], Why(data["why"]), data["reason"], data["category"])
