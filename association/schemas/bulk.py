"""Acts on many at once: ids with a count in, a result a row out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from association.domain.bulk import MOST


class BulkSchema(Schema):
    """Which rows, and how many the person saw selected."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST))
    count = fields.Integer(required=True, validate=validate.Range(min=1))


class ResultSchema(Schema):
    """One row's outcome: done, or refused with code and sentence."""

    id = fields.UUID()
    outcome = fields.String(validate=validate.OneOf(("done", "refused")))
    code = fields.String()
    sentence = fields.String()
    values = fields.Dict(keys=fields.String())


class ResultsSchema(Schema):
    """All rows, in the order asked, and how many were done."""

    items = fields.List(fields.Nested(ResultSchema))
    total = fields.Integer()
    done = fields.Integer()
