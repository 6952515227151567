"""Acts on many at once: ids with a count in, a result a row out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from association.domain.bulk import MOST
from shared.web.bulk import RowSchema, RowsSchema


class BulkSchema(Schema):
    """Which rows, and how many the person saw selected."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST))
    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class ResultSchema(RowSchema):
    """Besides, what the row was about: the card's number, the star."""

    values = fields.Dict(keys=fields.String())


class ResultsSchema(RowsSchema):
    """Rows of this tier."""

    items = fields.List(fields.Nested(ResultSchema))
