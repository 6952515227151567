"""Rows of a bulk act as the API answers them, and pages of a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from center.actions.bulk import RowResult
from center.database import db
from center.sentences import SENTENCES
from shared.web.page import offset_of
from shared.web.sentences import sentence_of


def results(rows: Sequence[RowResult]) -> dict[str, Any]:
    """All rows, each with the sentence of its refusal, and how many were done."""
    items = [_row(row) for row in rows]
    return {
        "items": items,
        "total": len(items),
        "done": sum(row.refusal is None for row in rows),
    }


def page(query: Select[*tuple[Any, ...]], asked: Mapping[str, Any]) -> tuple[list[Any], int]:
    """The rows of the page that was asked for, and how many there are in all."""
    session = db.session()
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    rows = session.execute(query.offset(offset_of(asked)).limit(asked["page_size"])).all()
    return list(rows), total or 0


def _row(row: RowResult) -> dict[str, Any]:
    if row.refusal is None:
        return {"id": row.id, "outcome": "done", "code": "", "sentence": ""}
    code, values = row.refusal.code, row.refusal.values
    sentence = sentence_of(SENTENCES, code, values)
    return {"id": row.id, "outcome": "refused", "code": code, "sentence": sentence}
