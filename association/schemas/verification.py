"""The public check of a card or certificate, and the address that its QR leads to."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class VerificationSchema(Schema):
    """State, masked name and station; nothing more of a person."""

    state = fields.String()
    kind = fields.String()
    number = fields.String()
    name = fields.String()
    station = fields.String()
    issued_on = fields.Date(allow_none=True)
    year = fields.Integer(allow_none=True)
    star = fields.Integer(allow_none=True)
    signed = fields.Boolean(allow_none=True)


class AddressSchema(Schema):
    """Where strangers reach this node; empty: nowhere."""

    url = fields.String(required=True, allow_none=True, validate=validate.Length(max=200))
