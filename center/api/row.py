"""Rows of a bulk act as the API answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from center.actions.bulk import RowResult
from center.sentences import SENTENCES
from shared.web import bulk


def results(rows: Sequence[RowResult]) -> dict[str, Any]:
    """All rows, each with the sentence of its refusal, and how many were done."""
    return bulk.results(_row(row) for row in rows)


def _row(row: RowResult) -> dict[str, Any]:
    if row.refusal is None:
        return bulk.row(SENTENCES, row.id)
    return bulk.row(SENTENCES, row.id, row.refusal.code, row.refusal.values)
