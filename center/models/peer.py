"""Queries on the keys of other nodes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.models.federation import Key


def all_keys(session: Session) -> list[Key]:
    """Each node's newest key, by name."""
    newest: dict[str, Key] = {}
    for key in session.scalars(select(Key).order_by(Key.node, Key.since, Key.id)):
        newest[key.node] = key
    return list(newest.values())
