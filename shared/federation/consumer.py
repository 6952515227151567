"""The consumer's decision about a batch, under the lock of its cursor (D3, part 10)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.errors import InvalidError
from shared.federation import position, proof
from shared.federation.batch import Batch, Row
from shared.federation.name import stream_of
from shared.federation.outbox import own_name
from shared.federation.position import Position
from shared.federation.stream import FORK, OK, lock_stream, position_of
from shared.federation.tables import InboxMixin, KeyMixin, PeerMixin, StreamMixin, Tables

STORED = "stored"
DUP = "dup"
BEHIND = "behind"
OTHER_INSTANCE = "other_instance"

logger = logging.getLogger("yigong.federation")


@dataclass(frozen=True)
class Arrival:
    """From whom a batch came and when, by the machine's clock and by the business clock."""

    peer: str
    instance: UUID
    key: KeyMixin
    received_at: datetime
    business_at: datetime


@dataclass(frozen=True)
class Verdict:
    """`refusal` is behind, fork, other_instance or None; `cursor` is where this side stands."""

    refusal: str | None
    cursor: Position
    results: Sequence[tuple[int, str]] = ()
    stored: Sequence[InboxMixin] = ()
    positions: Sequence[Position] = field(default=())


def take(session: Session, tables: Tables, batch: Batch, arrival: Arrival) -> Verdict:
    """Stores what is new, or says why nothing is; moves the cursor in this transaction.

    UntrustedError or InvalidError where the checkpoint isn't the peer's word on this batch.
    """
    stream = lock_stream(session, tables, stream_of(arrival.peer, own_name(session, tables)))
    if stream.bound_instance not in (None, arrival.instance):
        return Verdict(OTHER_INSTANCE, position_of(stream))
    if batch.checkpoint is not None:
        _check_checkpoint(batch, stream.stream, arrival.key)
    known = _known(session, tables, stream, batch)
    cursor = position_of(stream)
    if batch.prev.seq > cursor.seq:
        return Verdict(BEHIND, cursor)
    if _forks(batch, cursor, known):
        return _fork(session, tables, stream, batch)
    new = [row for row in batch.rows if row.at.seq > cursor.seq]
    stored = _store(session, tables, stream, new, arrival)
    if new and batch.checkpoint is not None:
        _keep(session, tables, stream, batch, "checkpoint")
    return Verdict(None, position_of(stream), _results(batch, cursor), stored)


def rebind(session: Session, tables: Tables, peer: PeerMixin) -> None:
    """Ties the peer's stream to its present instance: a person has agreed to that (D11)."""
    name = stream_of(peer.node, own_name(session, tables))
    stream = session.get(tables.stream, name, with_for_update=True)
    if stream is not None:
        stream.bound_instance = peer.instance


def _check_checkpoint(batch: Batch, stream: str, key: KeyMixin) -> None:
    said = proof.read(batch.checkpoint or "", key, proof.CHECKPOINT)
    about = {"prev": batch.prev.to_wire(), "head": batch.head.to_wire(), "stream": stream}
    if any(said.get(name) != value for name, value in about.items()):
        raise InvalidError("exchange.malformed", what="checkpoint")


def _known(
    session: Session, tables: Tables, stream: StreamMixin, batch: Batch
) -> dict[int, Position]:
    """The own positions from the batch's `prev` to its head."""
    table = tables.inbox
    found: Any = session.execute(
        select(table.epoch, table.seq, table.chain).where(
            table.stream == stream.stream,
            table.epoch == stream.epoch,
            table.seq.between(batch.prev.seq, batch.head.seq),
        )
    )
    known = {seq: Position(epoch, seq, chain) for epoch, seq, chain in found}
    known[0] = position.start(stream.stream, stream.epoch)
    return known


def _forks(batch: Batch, cursor: Position, known: dict[int, Position]) -> bool:
    told = [batch.prev, *(row.at for row in batch.rows)]
    if cursor.epoch is None:
        return batch.prev.chain != cursor.chain
    return any(
        each.seq <= cursor.seq and not _same(each, known.get(each.seq)) for each in told
    ) or any(row.at.epoch != cursor.epoch for row in batch.rows)


def _same(told: Position, known: Position | None) -> bool:
    """Before its first message a stream may not have an epoch yet."""
    if told.seq == 0 and told.epoch is None:
        return known is not None and told.chain == known.chain
    return told == known


def _fork(session: Session, tables: Tables, stream: StreamMixin, batch: Batch) -> Verdict:
    """Nothing is stored; the other side's signed word is, the first time."""
    if stream.state != FORK:
        logger.warning("security: fork of %s at %d", stream.stream, batch.prev.seq)
        stream.state = FORK
        if batch.checkpoint is not None:
            _keep(session, tables, stream, batch, FORK)
    cursor = position_of(stream)
    back: list[int] = []
    distance = 1
    while distance <= cursor.seq:
        back.append(cursor.seq - distance)
        distance *= 2
    table = tables.inbox
    found: Any = session.execute(
        select(table.epoch, table.seq, table.chain)
        .where(table.stream == stream.stream, table.epoch == stream.epoch, table.seq.in_(back))
        .order_by(table.seq.desc())
    )
    return Verdict(FORK, cursor, positions=[Position(*each) for each in found])


def _store(
    session: Session, tables: Tables, stream: StreamMixin, rows: list[Row], arrival: Arrival
) -> list[InboxMixin]:
    if stream.epoch is None and rows:
        _bind(session, tables, stream, rows[0].at.epoch, arrival.instance)
    stored = [_inbox_row(tables, stream.stream, row, arrival) for row in rows]
    session.add_all(stored)
    if rows:
        stream.seq, stream.chain = rows[-1].at.seq, rows[-1].at.chain
    stream.state = OK
    session.flush()
    return stored


def _bind(
    session: Session, tables: Tables, stream: StreamMixin, epoch: UUID | None, instance: UUID
) -> None:
    stream.epoch, stream.bound_instance = epoch, instance
    session.add(tables.epoch(epoch=epoch, stream=stream.stream, instance=instance))


def _inbox_row(tables: Tables, stream: str, row: Row, arrival: Arrival) -> InboxMixin:
    return tables.inbox(
        stream=stream,
        epoch=row.at.epoch,
        seq=row.at.seq,
        chain=row.at.chain,
        msg_id=row.id,
        body=row.body,
        body_sha256=row.body_sha256,
        seal=row.seal,
        received_at=arrival.received_at,
        business_at=arrival.business_at,
        state="new",
        attempts=0,
    )


def _keep(session: Session, tables: Tables, stream: StreamMixin, batch: Batch, kind: str) -> None:
    head = batch.head
    session.add(
        tables.proof(
            stream=stream.stream, kind=kind, epoch=head.epoch, seq=head.seq, jws=batch.checkpoint
        )
    )


def _results(batch: Batch, cursor: Position) -> list[tuple[int, str]]:
    return [(row.at.seq, DUP if row.at.seq <= cursor.seq else STORED) for row in batch.rows]
