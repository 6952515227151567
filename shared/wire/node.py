"""What travels of the nodes themselves: profiles and keys up, the directory of keys down."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.wire.schema import WireSchema, day, text

STATION_PROFILE = "station.profile"
CENTER_PROFILE = "center.profile"
DIRECTORY = "directory"
REJECTED = "message.rejected"
ERASURE = "erasure"
MOST_ERASED = 100


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


class ErasureSchema(WireSchema):
    """Which messages of this link, by id and either way, have lost their bodies; for good."""

    messages = fields.List(
        fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_ERASED)
    )
