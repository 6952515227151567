"""Erasure: bodies nulled on both sides of a link, while the chain stays whole (part 4).

Who erases names the messages to the other side of each link that they took; so it goes on to
wherever copies were passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shared.federation import envelope
from shared.federation.link import Message
from shared.federation.name import ends_of, stream_of
from shared.federation.outbox import Draft, own_name, promise, this_node
from shared.federation.tables import InboxMixin, OutboxMixin, Tables
from shared.wire.node import ERASURE, MOST_ERASED
from shared.wire.table import ERASABLE

ERASED = "erased"
Named = tuple[str, str, UUID]
"""A peer that has a message too, the message's subject and its id."""


def erase(session: Session, tables: Tables, subject: str, now: datetime) -> None:
    """Nulls all of a subject that is erasable, gone out or come in; whoever has it too is told.

    Once more is nothing more: what is nulled already is told of to nobody.
    """
    heard = _null_heard(_heard_of(session, tables, subject))
    said = _null_said(session, _said_of(session, tables, subject))
    _tell(session, tables, [*heard, *said], now)


def forget(session: Session, tables: Tables, subject: str) -> None:
    """Nulls what came in of a subject that is this node's affair no more; nobody is told."""
    _null_heard(_heard_of(session, tables, subject))
    session.flush()


def heed(session: Session, tables: Tables, message: Message, now: datetime) -> None:
    """Nulls what the other side names, of this link alone, and what was passed on of it.

    Other kinds of messages are never touched. What went out and is nulled here is named in the
    own stream, where it travels again as a tombstone.
    """
    own, ids = own_name(session, tables), set(message.data["messages"])
    inbox, outbox = tables.inbox, tables.outbox
    came = select(inbox).where(
        inbox.stream == stream_of(message.via, own),
        inbox.msg_id.in_(ids),
        or_(inbox.type.in_(ERASABLE), inbox.body.is_(None)),
    )
    heard = session.scalars(came).all()
    went = select(outbox).where(
        outbox.stream == stream_of(own, message.via),
        outbox.msg_id.in_(ids),
        outbox.type.in_(ERASABLE),
        outbox.body.is_not(None),
    )
    said = list(session.scalars(went))
    known = {row.msg_id for row in heard}
    for subject in sorted({row.subject for row in heard if row.body is not None}):
        said += [row for row in _said_of(session, tables, subject) if _cause(row) in known]
    _null_heard(heard)
    _tell(session, tables, _null_said(session, said), now)


def _heard_of(session: Session, tables: Tables, subject: str) -> Sequence[InboxMixin]:
    table = tables.inbox
    peers = [*session.scalars(select(tables.peer.node)), this_node(session, tables).upper]
    its = (table.sender.in_(peers), table.type.in_(ERASABLE), table.subject == subject)
    return session.scalars(select(table).where(*its, table.body.is_not(None))).all()


def _said_of(session: Session, tables: Tables, subject: str) -> Sequence[OutboxMixin]:
    table = tables.outbox
    its = (table.subject == subject, table.type.in_(ERASABLE), table.body.is_not(None))
    return session.scalars(select(table).where(*its).order_by(table.id)).all()


def _cause(row: OutboxMixin) -> UUID | None:
    return envelope.parse(row.body or b"").cause


def _null_heard(rows: Iterable[InboxMixin]) -> list[Named]:
    named = []
    for row in rows:
        named.append((ends_of(row.stream)[0], row.subject, row.msg_id))
        row.body, row.state, row.error, row.detail = None, ERASED, None, None
        row.waits, row.retry_at = False, None
    return named


def _null_said(session: Session, rows: Iterable[OutboxMixin]) -> list[Named]:
    """What was never numbered goes altogether: nobody knows of it."""
    named = []
    for row in rows:
        if row.seq is None:
            session.delete(row)
        else:
            named.append((ends_of(row.stream)[1], row.subject, row.msg_id))
            row.body = None
    return named


def _tell(session: Session, tables: Tables, named: Iterable[Named], now: datetime) -> None:
    session.flush()
    told: dict[tuple[str, str], list[UUID]] = {}
    for peer, subject, id in named:
        told.setdefault((peer, subject), []).append(id)
    for (peer, subject), ids in sorted(told.items()):
        for at in range(0, len(ids), MOST_ERASED):
            data = {"messages": ids[at : at + MOST_ERASED]}
            promise(session, tables, peer, Draft(ERASURE, subject, data, now))
