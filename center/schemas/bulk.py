"""Acts on many at once: ids with a count in, a reason for the whole."""

from __future__ import annotations

from uuid import UUID

from marshmallow import fields, validate

MOST = 5000


def ids() -> fields.List[UUID]:
    """The rows of a bulk act."""
    return fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST))


def count() -> fields.Integer:
    """How many rows the person saw selected."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


def versions() -> fields.Dict:
    """The version that was seen of each row; of rows left out the newest is meant."""
    return fields.Dict(keys=fields.UUID(), values=fields.Integer(strict=True), load_default=dict)


def reason() -> fields.String:
    """A reason in a person's words; needed wherever the answer is no."""
    return fields.String(load_default="", validate=validate.Length(max=500))
