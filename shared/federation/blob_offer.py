"""Photos within an exchange: the lower node asks after its own, the upper answers with tickets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.federation.blob import ARRIVED, IN, OUT, REFUSED, WAITING
from shared.federation.blob_table import PassageMixin
from shared.federation.tables import Tables
from shared.federation.ticket import LIFE, Ticket, make_ticket

MOST_ASKED = 20
UNKNOWN = "unknown"
FIRST_WAIT = 5
LONGEST_WAIT = 900
SHA256 = re.compile(r"[0-9a-f]{64}")


def asked(session: Session, tables: Tables, peer: str) -> list[str]:
    """The digests to ask after: promised to `peer`, here, without a ticket in force."""
    table = tables.passage
    bare = or_(table.ticket.is_(None), ~in_force(tables))
    found = select(table.sha256).where(*on_its_way(tables, peer), bare)
    in_turn = found.order_by(table.announced_at, table.sha256)
    return list(session.scalars(in_turn.limit(MOST_ASKED)))


def on_its_way(tables: Tables, peer: str) -> tuple[ColumnElement[bool], ...]:
    """Promised to `peer`, here, and its time has come; one too far ahead is of another clock."""
    table, now = tables.passage, machine_now()
    planned = table.retry_at.between(now, now + timedelta(seconds=LONGEST_WAIT))
    is_due = or_(table.retry_at.is_(None), ~planned)
    is_here = exists().where(tables.blob.sha256 == table.sha256)
    return (table.peer == peer, table.direction == OUT, table.state == WAITING, is_due, is_here)


def in_force(tables: Tables) -> ColumnElement[bool]:
    """The ticket may be used; one that would hold longer than any does is of another clock."""
    now = machine_now()
    return tables.passage.ticket_until.between(now, now + LIFE)


def answer(session: Session, tables: Tables, peer: str, said: Any) -> dict[str, dict[str, Any]]:
    """By digest: unknown, refused with its reason, arrived, or waiting with a ticket.

    Only what an accepted message of this very peer announced is known.
    """
    digests = said if isinstance(said, list) else []
    wanted = [one for one in digests if isinstance(one, str) and SHA256.fullmatch(one)]
    table = tables.passage
    found = select(table).where(
        table.peer == peer, table.direction == IN, table.sha256.in_(wanted[:MOST_ASKED])
    )
    known = {row.sha256: row for row in session.scalars(found)} if wanted else {}
    return {
        digest: _state(session, known[digest]) if digest in known else {"state": UNKNOWN}
        for digest in wanted[:MOST_ASKED]
    }


def _state(session: Session, row: PassageMixin) -> dict[str, Any]:
    if row.state != WAITING:
        return {"state": row.state, "error": row.error}
    ticket = make_ticket(session, Ticket(row.peer, row.sha256))
    seconds = int(LIFE.total_seconds())
    return {"state": WAITING, "reached": row.reached or 0, "ticket": ticket, "seconds": seconds}


def take_answer(session: Session, tables: Tables, peer: str, said: Any) -> None:
    """Notes the upper node's signed word on this node's photos; nonsense changes nothing."""
    told = said if isinstance(said, Mapping) else {}
    for digest, state in list(told.items())[:MOST_ASKED]:
        row = session.get(tables.passage, (peer, OUT, str(digest)[:64]), with_for_update=True)
        if row is not None and row.state == WAITING and isinstance(state, Mapping):
            _take(row, state)


def _take(row: PassageMixin, said: Mapping[str, Any]) -> None:
    state, now = said.get("state"), machine_now()
    if state == ARRIVED:
        row.state, row.arrived_at, row.reached = ARRIVED, now, row.size
        row.error = row.retry_at = None
    elif state == REFUSED:
        row.state, row.error = REFUSED, str(said.get("error"))[:80]
    elif state == WAITING and isinstance(said.get("ticket"), str):
        _take_ticket(row, said, now)
    else:
        put_off(row, str(state)[:80])


def _take_ticket(row: PassageMixin, said: Mapping[str, Any], now: datetime) -> None:
    """Half its life is left unused: this node's clock may run otherwise."""
    reached, seconds = said.get("reached"), said.get("seconds")
    is_place = type(reached) is int and 0 <= reached < row.size
    life = seconds if type(seconds) is int and 0 < seconds <= LONGEST_WAIT else FIRST_WAIT
    row.reached = reached if is_place else None
    row.ticket, row.ticket_until = str(said["ticket"]), now + timedelta(seconds=life / 2)


def put_off(row: PassageMixin, error: str) -> None:
    """5 s times 2 to the n, at most a quarter of an hour, never for good."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.attempts, 20))
    row.attempts, row.error = row.attempts + 1, error
    row.retry_at = machine_now() + timedelta(seconds=wait)
