"""Acts on many at once as the API answers them: a result a row, and how many were done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from marshmallow import Schema, fields, validate

from shared.web.sentences import sentence_of

DONE: Final = "done"
REFUSED: Final = "refused"
_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


class RowSchema(Schema):
    """One row's outcome: done, or refused with code and sentence."""

    id = fields.UUID()
    outcome = fields.String(validate=validate.OneOf((DONE, REFUSED)))
    code = fields.String()
    sentence = fields.String()


class RowsSchema(Schema):
    """All rows, in the order asked, and how many were done."""

    items = fields.List(fields.Nested(RowSchema))
    total = fields.Integer()
    done = fields.Integer()


def row(
    own: Mapping[str, str], id: UUID, code: str = "", values: Mapping[str, object] = _NOTHING
) -> dict[str, Any]:
    """One row: refused where there is a code, in the tier's own sentence."""
    return {
        "id": id,
        "outcome": REFUSED if code else DONE,
        "code": code,
        "sentence": sentence_of(own, code, values) if code else "",
    }


def results(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """All rows and how many were done."""
    items = list(rows)
    return {
        "items": items,
        "total": len(items),
        "done": sum(item["outcome"] == DONE for item in items),
    }
