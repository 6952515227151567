"""Bulk acts: ids and a count, a result per row, one refused row stops no other (case 60)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from center.domain.decision import Decision, check_count
from shared.errors import RefusalError


@dataclass(frozen=True)
class RowResult:
    """What became of one row; `refusal` None means done."""

    id: UUID
    refusal: RefusalError | None = None


def each(
    session: Session, ids: Sequence[UUID], count: int, act: Callable[[UUID], None]
) -> list[RowResult]:
    """Acts on every row in a savepoint of its own; refuses all where ids and count disagree.

    Rows are worked in the order of their ids (no deadlock), answered in the order asked.
    """
    check_count(ids, count)
    results = {id: _one(session, id, act) for id in sorted(ids)}
    return [results[id] for id in ids]


def decide_each(
    session: Session,
    ids: Sequence[UUID],
    decision: tuple[Decision, int],
    decide: Callable[[UUID, Decision], None],
) -> list[RowResult]:
    """The same word on several, each by the version that was seen; `decision` with their count."""
    word, count = decision
    return each(session, ids, count, lambda id: decide(id, word.on(id)))


def _one(session: Session, id: UUID, act: Callable[[UUID], None]) -> RowResult:
    try:
        with session.begin_nested():
            act(id)
    except RefusalError as refusal:
        return RowResult(id, refusal)
    return RowResult(id)
