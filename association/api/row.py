"""Rows of a bulk act as the API answers them: with the sentence of each refusal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from association.domain.bulk import Result
from association.sentences import SENTENCES
from shared.web.sentences import sentence_of


def results(rows: Sequence[Result]) -> dict[str, Any]:
    """All rows and how many were done."""
    items = [_row(row) for row in rows]
    return {
        "items": items,
        "total": len(items),
        "done": sum(row.outcome == "done" for row in rows),
    }


def _row(row: Result) -> dict[str, Any]:
    return {
        "id": row.id,
        "outcome": row.outcome,
        "code": row.code,
        "sentence": sentence_of(SENTENCES, row.code, row.values) if row.code else "",
        "values": {name: _plain(value) for name, value in row.values.items()},
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | bool) else str(value)
