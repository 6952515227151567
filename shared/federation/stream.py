"""The producer's side of a stream: numbering what is promised, batches, rewinding (D2, R1)."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.federation import position, proof
from shared.federation.batch import MOST_BYTES, MOST_MESSAGES, Batch, Row
from shared.federation.delivery import is_due
from shared.federation.name import stream_of
from shared.federation.outbox import own_name, this_node
from shared.federation.position import Position
from shared.federation.tables import OutboxMixin, StreamMixin, Tables
from shared.federation.upsert import insert_into
from shared.vault import vault_of

MOST_SEALED = 1000
OK = "ok"
FORK = "fork"

logger = logging.getLogger("yigong.federation")


def lock_stream(session: Session, tables: Tables, stream: str) -> StreamMixin:
    """The stream's row under its lock, made at first use; the whole lock there is (D14)."""
    table = tables.stream
    chain = position.start(stream).chain
    first = {"stream": stream, "seq": 0, "chain": chain, "peer_seen_seq": 0, "state": OK}
    session.execute(insert_into(session, table).values(first).on_conflict_do_nothing())
    return session.scalars(
        select(table)
        .where(table.stream == stream)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def position_of(row: StreamMixin) -> Position:
    """Where a stream stands here."""
    return Position(row.epoch, row.seq, row.chain)


def seal(session: Session, tables: Tables, to: str, now: datetime) -> StreamMixin:
    """Numbers what is promised to `to` and due at machine time `now`; gives the locked row.

    None on a forked stream: what is sealed there would be one more row of the losing branch.
    """
    stream = lock_stream(session, tables, stream_of(own_name(session, tables), to))
    if stream.state == FORK:
        return stream
    table = tables.outbox
    waiting = session.execute(
        select(table.id, table.msg_id, table.body_sha256)
        .where(table.stream == stream.stream, is_due(table, now))
        .order_by(table.id)
        .limit(MOST_SEALED)
    ).all()
    if waiting and stream.epoch is None:
        _open_epoch(session, tables, stream)
    at, sealed_at = position_of(stream), machine_now()
    numbered: list[dict[str, object]] = []
    for id, msg_id, digest in waiting:
        at = at.after(msg_id, digest)
        place = {"epoch": at.epoch, "seq": at.seq, "chain": at.chain}
        numbered.append({"id": id, "sealed_at": sealed_at, **place})
    if numbered:
        session.execute(update(table), numbered)
    stream.seq, stream.chain = at.seq, at.chain
    session.flush()
    return stream


def _open_epoch(session: Session, tables: Tables, stream: StreamMixin) -> None:
    instance = this_node(session, tables).instance
    stream.epoch, stream.bound_instance = uuid4(), instance
    session.add(tables.epoch(epoch=stream.epoch, stream=stream.stream, instance=instance))
    session.flush()


def find(session: Session, tables: Tables, stream: StreamMixin, seq: int) -> Position | None:
    """The own position with this number; None where nothing was sealed there."""
    if seq == 0:
        return position.start(stream.stream, stream.epoch)
    table = tables.outbox
    chain = session.scalars(
        select(table.chain).where(
            table.stream == stream.stream, table.epoch == stream.epoch, table.seq == seq
        )
    ).first()
    return None if chain is None else Position(stream.epoch, seq, chain)


def rewind(session: Session, tables: Tables, stream: StreamMixin, cursor: Position) -> bool:
    """R1: goes on after the consumer's cursor, forward or back; False where that isn't ours."""
    own = find(session, tables, stream, cursor.seq)
    is_start = cursor.seq == 0 and own is not None and cursor.chain == own.chain
    if own != cursor and not (is_start and cursor.epoch in (None, stream.epoch)):
        if stream.state != FORK:
            logger.warning("security: %s is at %d there, forked", stream.stream, cursor.seq)
        stream.state = FORK
        return False
    stream.peer_seen_seq, stream.state = cursor.seq, OK
    return True


def batch_after(
    session: Session, tables: Tables, stream: StreamMixin, most: int = MOST_MESSAGES
) -> Batch:
    """At most `most` sealed rows and 1 MiB after what the consumer has; one row at least."""
    table = tables.outbox
    prev = find(session, tables, stream, stream.peer_seen_seq)
    if prev is None:
        raise RuntimeError(f"{stream.stream}: no row {stream.peer_seen_seq}")
    after = (table.stream == stream.stream, table.epoch == stream.epoch, table.seq > prev.seq)
    sizes = session.execute(
        select(table.seq, table.body_size).where(*after).order_by(table.seq).limit(most)
    )
    last, total = prev.seq, 0
    for seq, size in sizes:
        total += size
        if total > MOST_BYTES and last > prev.seq:
            break
        last = seq or last
    found = session.scalars(select(table).where(*after, table.seq <= last).order_by(table.seq))
    rows = [_row(each) for each in found]
    return Batch(prev, rows, _checkpoint(session, stream, prev, rows) if rows else None)


def _row(sealed: OutboxMixin) -> Row:
    at = Position(sealed.epoch, sealed.seq or 0, sealed.chain or b"")
    return Row(at, sealed.msg_id, sealed.body, sealed.seal, sealed.body_sha256)


def _checkpoint(session: Session, stream: StreamMixin, prev: Position, rows: list[Row]) -> str:
    payload = {
        "stream": stream.stream,
        "prev": prev.to_wire(),
        "head": rows[-1].at.to_wire(),
        "signed_at": machine_now().isoformat(),
    }
    return proof.sign(vault_of(session), proof.CHECKPOINT, payload)
