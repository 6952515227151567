"""Acts on many as pages: what they will do, and what became of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import render_template, request

from center.actions.bulk import RowResult
from center.schemas.bulk import MOST
from center.sentences import SENTENCES
from shared.asked import uuid_in
from shared.web.sentences import sentence_of


def ticked() -> list[UUID]:
    """The rows that were ticked, in their order; what is no id is left out."""
    return list(filter(None, map(uuid_in, request.form.getlist("ids")[:MOST])))


def show_results(
    title: str,
    results: Sequence[RowResult],
    names: Mapping[UUID, str],
    ways: tuple[str, Mapping[str, str], str],
) -> str:
    """Each row by name with the sentence of its refusal.

    `ways`: where the refused ones are tried again, what goes there with them, the way back.
    """
    action, again, back = ways
    rows = [(row.id, names.get(row.id, str(row.id)), _sentence(row)) for row in results]
    return render_template(
        "bulk_result.html", title=title, rows=rows, action=action, again=again, back=back
    )


def _sentence(row: RowResult) -> str:
    if row.refusal is None:
        return ""
    return sentence_of(SENTENCES, row.refusal.code, row.refusal.values)
