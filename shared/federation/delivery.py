"""What became of promises: receipts noted, what waits, what a person sends at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.federation.tables import OutboxMixin, StreamMixin, Tables


def is_due(table: type[OutboxMixin], now: datetime) -> ColumnElement[bool]:
    """Promised, not yet numbered, and held back no longer at machine time `now`."""
    held = or_(table.not_before.is_(None), table.not_before <= now)
    return table.seq.is_(None) & held


def acknowledge(
    session: Session, tables: Tables, stream: StreamMixin, arrivals: Mapping[int, datetime]
) -> None:
    """Notes a receipt on the rows it names: when it came, and when they arrived (business)."""
    table = tables.outbox
    by_time: dict[datetime, list[int]] = {}
    for seq, arrived_at in arrivals.items():
        by_time.setdefault(arrived_at, []).append(seq)
    for arrived_at, numbers in by_time.items():
        session.execute(
            update(table)
            .where(
                table.stream == stream.stream,
                table.epoch == stream.epoch,
                table.seq.in_(numbers),
                table.acked_at.is_(None),
            )
            .values(acked_at=machine_now(), arrived_at=arrived_at)
        )


def waiting(session: Session, tables: Tables, stream: str, now: datetime) -> int:
    """How many promises for a stream are due and not yet numbered."""
    table = tables.outbox
    counted = select(func.count()).where(table.stream == stream, is_due(table, now))
    return int(session.scalar(counted) or 0)


def send_now(session: Session, tables: Tables, stream: str) -> None:
    """Ends what holds promises back, so that the next exchange takes them."""
    table = tables.outbox
    unsealed = update(table).where(table.stream == stream, table.seq.is_(None))
    session.execute(unsealed.values(not_before=None))
