"""Rows of a bulk act as the API answers them: with the sentence of each refusal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from association.domain.bulk import Result
from association.sentences import SENTENCES
from shared.web import bulk


def results(rows: Sequence[Result]) -> dict[str, Any]:
    """All rows, each with what it was about, and how many were done."""
    return bulk.results(_row(row) for row in rows)


def _row(row: Result) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in row.values.items()}
    return bulk.row(SENTENCES, row.id, row.code, row.values) | {"values": values}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | bool) else str(value)
