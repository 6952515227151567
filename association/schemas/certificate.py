"""Certificates of stars, out."""

from __future__ import annotations

from marshmallow import Schema, fields


class CertificateSchema(Schema):
    """What is printed on a certificate; `proof` is the text of its QR."""

    number = fields.String()
    volunteer = fields.UUID()
    name = fields.String()
    station = fields.String()
    year = fields.Integer()
    star = fields.Integer()
    points = fields.Integer()
    issued_on = fields.Date()
    status = fields.String()
    proof = fields.String()


class CertificatesSchema(Schema):
    """A year's, by number; those that hold no more too."""

    items = fields.List(fields.Nested(CertificateSchema))
    total = fields.Integer()
