"""Heaps of what waits: how many of a kind, and since when; many kinds in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Heap:
    """Things of one kind; `since` is the oldest's instant or day, None where there is none."""

    count: int
    since: datetime | date | None


NOTHING = Heap(0, None)


def heap(kind: str, since: Any, *where: Any) -> Select[*tuple[Any, ...]]:
    """Counts what has the instant or day: what hasn't one isn't counted."""
    return select(literal(kind), func.count(since), func.min(since)).where(*where)


def heaps(session: Session, parts: Sequence[Select[*tuple[Any, ...]]]) -> dict[str, Heap]:
    """Kind → heap, of parts whose `since` are all instants or all days; empty kinds left out."""
    found = session.execute(union_all(*parts))
    return {kind: Heap(count, since) for kind, count, since in found if count}
