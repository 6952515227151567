"""Queries on keys and on the stations that enrolled."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.models.federation import Key, Peer
from shared.federation.enrolment import LOWER


def all_keys(session: Session) -> list[Key]:
    """Each node's newest key, by name."""
    newest: dict[str, Key] = {}
    for key in session.scalars(select(Key).order_by(Key.node, Key.since, Key.id)):
        newest[key.node] = key
    return list(newest.values())


def enrolled(session: Session) -> Sequence[Peer]:
    """The stations that came with a string: pending, active or revoked; by name."""
    return session.scalars(select(Peer).where(Peer.side == LOWER).order_by(Peer.node)).all()
