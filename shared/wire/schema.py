"""The base of what travels: integers, words and dates; unknown fields are ignored."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from shared.domain.month import Month


class WireSchema(Schema):
    """Reads v and v-1 of a message's data; later releases may add fields (federation.md part 2)."""

    class Meta:
        unknown = EXCLUDE


def uuid(**kwargs: Any) -> fields.UUID:
    """A required UUID."""
    return fields.UUID(required=True, **kwargs)


def text(longest: int = 200, **kwargs: Any) -> fields.String:
    """Text of at most `longest` characters, required unless said otherwise."""
    required = "load_default" not in kwargs
    bounds = validate.Length(max=longest)
    return fields.String(**{"required": required, "validate": bounds, **kwargs})


def word(*known: str, **kwargs: Any) -> fields.String:
    """One of the known words, required."""
    return fields.String(required=True, validate=validate.OneOf(known), **kwargs)


def count(**kwargs: Any) -> fields.Integer:
    """A whole number from 0 to below 2**31, as integer columns hold it."""
    bounds = validate.Range(min=0, max=2**31 - 1)
    return fields.Integer(**{"required": True, "strict": True, "validate": bounds, **kwargs})


def day(**kwargs: Any) -> fields.Date:
    """A day as `2025-03-05`, required unless said otherwise."""
    return fields.Date(**{"required": True, **kwargs})


class MonthField(fields.Field[Month]):
    """A month as `2025-01`."""

    def _serialize(self, value: Month | None, *_args: Any, **_kwargs: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> Month:
        try:
            return Month.parse(value)
        except Exception as error:
            raise self.make_error("validator_failed") from error
