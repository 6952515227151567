"""What must hold of a stream whatever happened to it: one function, asked after every fault."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from sqlalchemy import select

from shared.federation import position, proof
from shared.federation.node_key import key_of
from shared.federation.outbox import own_name
from shared.federation.position import Position
from tests.federation.opened import Opened

DONE = {"applied", "superseded"}


def check_link(lower: Opened, upper: Opened) -> Counter[str]:
    """Both streams of a link at rest; the upward messages by type."""
    check_stream(upper, lower)
    return check_stream(lower, upper)


def check_stream(producer: Opened, consumer: Opened, done: set[str] = DONE) -> Counter[str]:
    """Nothing lost, nothing twice, chains and signatures verify, all acknowledged and receipted."""
    with producer.session() as ours, consumer.session() as theirs:
        name = f"{own_name(ours, producer.tables)}>{own_name(theirs, consumer.tables)}"
        sent = _rows(ours, producer.tables.outbox, name)
        kept = _rows(theirs, consumer.tables.inbox, name)
        assert [_facts(row) for row in sent] == [_facts(row) for row in kept], name
        assert len({row.msg_id for row in kept}) == len(kept), name
        _check_chain(name, kept)
        for row in (*sent, *kept):
            assert hashlib.sha256(row.body).digest() == row.body_sha256, name
        assert {row.state for row in kept} <= done, [
            (row.type, row.state, row.error, row.detail) for row in kept if row.state not in done
        ]
        _check_heads(ours, theirs, (producer, consumer), name, kept)
        _check_proofs(ours, theirs, (producer, consumer), name, kept)
        assert all(row.acked_at and row.arrived_at for row in sent), name
        return Counter(row.type for row in kept)


def _rows(session: Any, table: Any, stream: str) -> list[Any]:
    found = select(table).where(table.stream == stream, table.seq.is_not(None)).order_by(table.seq)
    return list(session.scalars(found))


def _facts(row: Any) -> tuple[object, ...]:
    return (row.epoch, row.seq, row.chain, row.msg_id, row.body_sha256, row.seal)


def _check_chain(name: str, rows: list[Any]) -> None:
    at = position.start(name, rows[0].epoch if rows else None)
    for row in rows:
        at = at.after(row.msg_id, row.body_sha256)
        assert at == Position(row.epoch, row.seq, row.chain), f"{name} {row.seq}"


def _check_heads(
    ours: Any, theirs: Any, ends: tuple[Opened, Opened], name: str, rows: list[Any]
) -> None:
    for session, end in zip((ours, theirs), ends, strict=True):
        stream = session.get(end.tables.stream, name)
        if rows:
            assert (stream.seq, stream.chain) == (rows[-1].seq, rows[-1].chain), name
            assert stream.state == "ok", name


def _check_proofs(
    ours: Any, theirs: Any, ends: tuple[Opened, Opened], name: str, rows: list[Any]
) -> None:
    """A checkpoint of the producer's over the head; receipts of the consumer's on every row."""
    producer, consumer = ends
    upper_key = key_of(ours, producer.tables, own_name(theirs, consumer.tables))
    lower_key = key_of(theirs, consumer.tables, own_name(ours, producer.tables))
    receipted: set[int] = set()
    for text in _proofs(ours, producer.tables.proof, name, "receipt"):
        for span in proof.read(text, upper_key, proof.RECEIPT)["arrivals"]:
            receipted |= set(range(span["first"], span["last"] + 1))
    assert receipted == {row.seq for row in rows}, f"{name}: receipts"
    heads = [
        proof.read(text, lower_key, proof.CHECKPOINT)["head"]["seq"]
        for text in _proofs(theirs, consumer.tables.proof, name, "checkpoint")
    ]
    assert max(heads, default=0) == len(rows), f"{name}: checkpoints"


def _proofs(session: Any, table: Any, stream: str, kind: str) -> list[str]:
    return list(
        session.scalars(select(table.jws).where(table.stream == stream, table.kind == kind))
    )
