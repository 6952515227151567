"""Acts on many at once: ids with a count in, a result a row out."""

from __future__ import annotations

from uuid import UUID

from marshmallow import Schema, fields, validate

MOST = 5000


def ids() -> fields.List[UUID]:
    """The rows of a bulk act."""
    return fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST))


def count() -> fields.Integer:
    """How many rows the person saw selected."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


def reason() -> fields.String:
    """A reason in a person's words; needed wherever the answer is no."""
    return fields.String(load_default="", validate=validate.Length(max=500))


class ResultSchema(Schema):
    """One row: done, or refused with code and sentence."""

    id = fields.UUID()
    outcome = fields.String(validate=validate.OneOf(("done", "refused")))
    code = fields.String()
    sentence = fields.String()


class ResultsSchema(Schema):
    """All rows, in the order asked, and how many were done."""

    items = fields.List(fields.Nested(ResultSchema))
    total = fields.Integer()
    done = fields.Integer()
