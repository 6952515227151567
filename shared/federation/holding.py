"""Half a minute in which a person takes back a slip: what a page promised isn't sealed before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import machine_now
from shared.federation.name import stream_of
from shared.federation.outbox import own_name
from shared.federation.stream import lock_stream
from shared.federation.tables import OutboxMixin, Tables

HOLD: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class Promised:
    """Messages of a type about a subject, to one node."""

    to: str
    type: str
    subject: str


def held_until(actor: Actor) -> datetime | None:
    """When what somebody does goes out: a while after an act on a page, else at once."""
    return machine_now() + HOLD if actor.channel == "page" else None


def held(session: Session, tables: Tables, promised: Promised) -> OutboxMixin | None:
    """The newest that is still held back; None once nothing is."""
    table = tables.outbox
    query = select(table).where(*_unsealed(session, tables, promised))
    query = query.where(table.not_before > machine_now())
    return session.scalars(query.order_by(table.id.desc()).limit(1)).first()


def take_back(session: Session, tables: Tables, promised: Promised) -> bool:
    """Deletes it before it was ever numbered; False where it is too late."""
    lock_stream(session, tables, stream_of(own_name(session, tables), promised.to))
    row = held(session, tables, promised)
    if row is not None:
        session.delete(row)
        session.flush()
    return row is not None


def let_go(session: Session, tables: Tables, promised: Promised) -> None:
    """Nothing is held any more: what follows may not overtake it."""
    rows = update(tables.outbox).where(*_unsealed(session, tables, promised))
    session.execute(rows.values(not_before=None))


def _unsealed(
    session: Session, tables: Tables, promised: Promised
) -> tuple[ColumnElement[bool], ...]:
    table = tables.outbox
    return (
        table.stream == stream_of(own_name(session, tables), promised.to),
        table.seq.is_(None),
        table.type == promised.type,
        table.subject == promised.subject,
    )
