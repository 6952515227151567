"""What travels of the nodes themselves: profiles and keys up, the directory of keys down."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.domain.promise import MOST_DAYS
from shared.domain.service_record import Category
from shared.domain.web_address import LONGEST, is_web_address
from shared.wire.schema import WireSchema, day, text, word

STATION_PROFILE = "station.profile"
CENTER_PROFILE = "center.profile"
DIRECTORY = "directory"
REJECTED = "message.rejected"
ERASURE = "erasure"
MOST_ERASED = 100

MOST_ITEMS = 500
MOST_CLOSINGS = 100


DAYS = validate.Range(min=1, max=MOST_DAYS)


def _check_address(reach: str) -> None:
    if reach and not is_web_address(reach):
        raise ValidationError("no address of pages")


class FrontItemSchema(WireSchema):
    """A service that residents are offered."""

    code = text(40)
    name = text(30)
    category = word(*Category)


class FrontClosingSchema(WireSchema):
    """Days, both included, on which nobody is served; `note` is for residents."""

    first = day()
    last = day()
    note = text(200, load_default="")

    @validates_schema
    def _is_in_order(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if data["last"] < data["first"]:
            raise ValidationError("ends before it begins", "last")


class FrontDoorSchema(WireSchema):
    """What residents are told of a station: where to call, what is promised, offered, closed.

    `reach` is where they find its own pages, "" where its center receives for it.
    """

    phone = text(30, load_default="")
    reach = text(LONGEST, load_default="", validate=_check_address)
    accept_days = fields.Integer(required=True, strict=True, validate=DAYS)
    dispatch_days = fields.Integer(required=True, strict=True, validate=DAYS)
    items = fields.List(
        fields.Nested(FrontItemSchema), required=True, validate=validate.Length(max=MOST_ITEMS)
    )
    closings = fields.List(
        fields.Nested(FrontClosingSchema),
        required=True,
        validate=validate.Length(max=MOST_CLOSINGS),
    )


class StationFactsSchema(WireSchema):
    """Since when a station works, by whose word monthly reports are expected."""

    station = text(40)
    title = text(100)
    opened_on = day()
    closed_on = day(allow_none=True)


class StationProfileSchema(StationFactsSchema):
    """With what residents are told of it; an older station says nothing of that."""

    front_door = fields.Nested(FrontDoorSchema, load_default=None, allow_none=True)


class KeyedStationSchema(StationFactsSchema):
    """A station with its public keys in base64url."""

    sign_key = text(64)
    seal_key = text(64)


class CenterProfileSchema(WireSchema):
    """A center's stations with their public keys, in base64url."""

    center = text(40)
    title = text(100)
    stations = fields.List(fields.Nested(KeyedStationSchema), required=True)


class KeySchema(WireSchema):
    """A node's public keys in base64url."""

    node = text(40)
    title = text(100)
    sign_key = text(64)
    seal_key = text(64)


class DirectorySchema(WireSchema):
    """Public keys by node name: seals of origin are checked against them."""

    nodes = fields.List(fields.Nested(KeySchema), required=True)


class RejectedSchema(WireSchema):
    """Says which message of the other side was stored and can't be applied, and why."""

    message = text(36)
    type = text(60)
    code = text(80)
    sentence = text(500)


class ErasureSchema(WireSchema):
    """Which messages of this link, by id and either way, have lost their bodies; for good."""

    messages = fields.List(
        fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_ERASED)
    )
