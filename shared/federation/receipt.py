"""Receipts (回执): the consumer's signed word on what it has stored, and when that arrived."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.errors import InvalidError
from shared.federation import proof
from shared.federation.delivery import acknowledge
from shared.federation.position import Position
from shared.federation.stream import find
from shared.federation.tables import KeyMixin, StreamMixin, Tables
from shared.vault import vault_of


def make_receipt(
    session: Session, tables: Tables, stream: str, cursor: Position, after: int
) -> str | None:
    """A JWS on the rows after `after` up to the cursor, with business time of arrival each.

    None where there is no such row.
    """
    table = tables.inbox
    found = session.execute(
        select(table.seq, table.business_at)
        .where(
            table.stream == stream,
            table.epoch == cursor.epoch,
            table.seq > after,
            table.seq <= cursor.seq,
        )
        .order_by(table.seq)
    )
    arrivals: list[dict[str, Any]] = []
    for seq, business_at in found:
        at = business_at.isoformat()
        if arrivals and arrivals[-1]["at"] == at:
            arrivals[-1]["last"] = seq
        else:
            arrivals.append({"first": seq, "last": seq, "at": at})
    if not arrivals:
        return None
    payload = {
        "stream": stream,
        "cursor": cursor.to_wire(),
        "arrivals": arrivals,
        "signed_at": machine_now().isoformat(),
    }
    return proof.sign(vault_of(session), proof.RECEIPT, payload)


def accept_receipt(
    session: Session, tables: Tables, stream: StreamMixin, text: str, key: KeyMixin
) -> None:
    """Keeps a receipt of the peer's and marks the rows that it names as arrived.

    UntrustedError where it isn't the peer's; InvalidError where it names no position of ours.
    """
    said = proof.read(text, key, proof.RECEIPT)
    cursor = said.get("cursor")
    seq = cursor.get("seq") if isinstance(cursor, dict) else None
    own = find(session, tables, stream, seq) if type(seq) is int else None
    if own is None or own.to_wire() != cursor or said.get("stream") != stream.stream:
        raise InvalidError("exchange.malformed", what="receipt")
    acknowledge(session, tables, stream, _arrivals(said, own.seq))
    session.add(
        tables.proof(stream=stream.stream, kind="receipt", epoch=own.epoch, seq=own.seq, jws=text)
    )


def _arrivals(said: dict[str, Any], head: int) -> dict[int, datetime]:
    try:
        ranges = [
            (int(each["first"]), int(each["last"]), datetime.fromisoformat(each["at"]))
            for each in said["arrivals"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidError("exchange.malformed", what="receipt") from error
    before = 0
    for first, last, at in ranges:
        if not before < first <= last <= head or at.tzinfo is None:
            raise InvalidError("exchange.malformed", what="receipt")
        before = last
    return {seq: at for first, last, at in ranges for seq in range(first, last + 1)}
