"""Queries on other nodes: their keys, and when they last called."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from center.models.federation import TABLES, Key
from shared.federation.enrolment import ACTIVE, LOWER, PENDING


def all_keys(session: Session) -> list[Key]:
    """Each node's newest key, by name."""
    newest: dict[str, Key] = {}
    for key in session.scalars(select(Key).order_by(Key.node, Key.since, Key.id)):
        newest[key.node] = key
    return list(newest.values())


def is_let_in() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """A peer below that may call."""
    return TABLES.peer.side == LOWER, TABLES.peer.state == ACTIVE


def last_contacts(session: Session) -> dict[str, datetime | None]:
    """Active station → when it last called, by the machine's clock; None: never yet."""
    table = TABLES.peer
    query = select(table.node, table.last_ok).where(*is_let_in())
    return {node: last for node, last in session.execute(query)}


def pending(session: Session) -> int:
    """How many nodes came with their string and wait for the comparison of fingerprints."""
    table = TABLES.peer
    query = select(func.count()).where(table.side == LOWER, table.state == PENDING)
    return session.scalar(query) or 0
