"""What travels of the nodes themselves: profiles and keys up, the directory of keys down."""

from __future__ import annotations

from marshmallow import fields

from shared.wire.schema import WireSchema, day, text

STATION_PROFILE = "station.profile"
CENTER_PROFILE = "center.profile"
DIRECTORY = "directory"
REJECTED = "message.rejected"


class StationProfileSchema(WireSchema):
    """Since when a station works, by whose word monthly reports are expected."""

    station = text(40)
    title = text(100)
    opened_on = day()
    closed_on = day(allow_none=True)


class KeyedStationSchema(StationProfileSchema):
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
