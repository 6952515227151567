"""Messages that need a person: came in and weren't applied, or went out and were refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, load_only

from shared.federation.mending import STUCK
from shared.federation.tables import InboxMixin, OutboxMixin, Tables

MOST = 20


def stuck_messages(tables: Tables, state: str = "", stream: str = "") -> Select[InboxMixin]:
    """Parked and rejected ones, or those of one state, on all streams or one; no bodies."""
    table = tables.inbox
    states = (state,) if state in STUCK else STUCK
    query = select(table).where(table.state.in_(states))
    if stream:
        query = query.where(table.stream == stream)
    told = (
        table.msg_id,
        table.stream,
        table.type,
        table.subject,
        table.state,
        table.error,
        table.detail,
        table.received_at,
        table.retry_at,
        table.attempts,
    )
    return query.options(load_only(*told))


def refused_messages(
    session: Session, tables: Tables, stream: str = "", most: int = MOST
) -> Sequence[OutboxMixin]:
    """What peers refused and no later version of the same subject has replaced, newest first."""
    table, version = tables.outbox, tables.version
    newest = and_(
        version.stream == table.stream,
        version.type == table.type,
        version.subject == table.subject,
        version.ver == table.ver,
    )
    query = select(table).join(version, newest).where(table.refused.is_not(None))
    if stream:
        query = query.where(table.stream == stream)
    told = (table.msg_id, table.stream, table.type, table.subject, table.refused, table.created_at)
    found = session.scalars(query.order_by(table.id.desc()).limit(most).options(load_only(*told)))
    return found.all()


def stuck_counts(session: Session, tables: Tables) -> Mapping[str, int]:
    """How many are parked or rejected on each stream that has any."""
    table = tables.inbox
    counted = select(table.stream, func.count()).where(table.state.in_(STUCK))
    return {stream: n for stream, n in session.execute(counted.group_by(table.stream))}
