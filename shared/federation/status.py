"""The state of a node's links (上报与同步): who, when last, what waits, what is stuck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.federation import inbox
from shared.federation.enrolment import ACTIVE, LOWER, UPPER
from shared.federation.name import ends_of, stream_of
from shared.federation.node_key import fingerprint, public_keys
from shared.federation.outbox import this_node
from shared.federation.tables import NodeMixin, PeerMixin, StreamMixin, Tables
from shared.vault import vault_of

NOT_ENROLLED = "not_enrolled"
NOT_APPLIED = ("new", "superseded", "rejected", "parked", "discarded", "erased")


@dataclass(frozen=True)
class _Counts:
    """By stream, for all links at once: heads and cursors, what is under way, what was refused."""

    streams: Mapping[str, StreamMixin]
    waiting: Mapping[str, tuple[int, int, Any]]
    refused: Mapping[str, int]


def status(session: Session, tables: Tables) -> dict[str, Any]:
    """Plain values for pages and API; `quiet`: nothing under way on any link or in the inbox.

    The upper node comes first among `peers`. Times are the machine's, None where never. Asked
    for all the time, so it reads what is under way alone: numbers count what has been.
    """
    node = this_node(session, tables)
    table, counts = tables.peer, _counts(session, tables)
    found = session.scalars(select(table).order_by(table.side.desc(), table.node)).all()
    peers = [_peer(counts, node, each) for each in found]
    if node.upper is not None and not any(each["side"] == UPPER for each in peers):
        peers.insert(0, _unknown(counts, node, node.upper))
    by_state, due = _by_state(session, tables, counts, node)
    return {
        "name": node.name,
        "title": node.title,
        "fingerprint": fingerprint(public_keys(vault_of(session))[0]),
        "peers": peers,
        "inbox": by_state,
        "quiet": not due and all(_is_quiet(each) for each in peers),
    }


def _counts(session: Session, tables: Tables) -> _Counts:
    table = tables.outbox
    waiting = session.execute(
        select(
            table.stream,
            func.count().filter(table.seq.is_(None)),
            func.count().filter(table.seq.is_not(None)),
            func.min(table.created_at),
        )
        .where(table.acked_at.is_(None))
        .group_by(table.stream)
    )
    refused = session.execute(
        select(table.stream, func.count()).where(table.refused.is_not(None)).group_by(table.stream)
    )
    return _Counts(
        streams={row.stream: row for row in session.scalars(select(tables.stream))},
        waiting={stream: (new, sealed, oldest) for stream, new, sealed, oldest in waiting},
        refused={stream: n for stream, n in refused},
    )


def _peer(counts: _Counts, node: NodeMixin, peer: PeerMixin) -> dict[str, Any]:
    return {
        "node": peer.node,
        "title": peer.title,
        "side": peer.side,
        "state": peer.state,
        "fingerprint": fingerprint(peer.sign_key),
        "app": peer.app,
        "last_ok": peer.last_ok,
        "last_error": peer.last_error,
        "fails": peer.fails,
        "next_at": peer.next_at,
        "back_off_until": peer.next_at if peer.fails else None,
        "clock_offset": peer.clock_offset,
        **_sent(counts, stream_of(node.name, peer.node)),
        **_received(counts, stream_of(peer.node, node.name)),
    }


def _unknown(counts: _Counts, node: NodeMixin, upper: str) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("fingerprint", "app", "last_ok", "last_error", "next_at", "back_off_until")
    )
    return {
        "node": upper,
        "title": upper,
        "side": UPPER,
        "state": NOT_ENROLLED,
        "fails": 0,
        "clock_offset": 0.0,
        **nothing,
        **_sent(counts, stream_of(node.name, upper)),
        **_received(counts, stream_of(upper, node.name)),
    }


def _sent(counts: _Counts, stream: str) -> dict[str, Any]:
    """The head's number says how many were sealed."""
    row = counts.streams.get(stream)
    unsealed, unacked, oldest = counts.waiting.get(stream, (0, 0, None))
    sealed = 0 if row is None else row.seq
    return {
        "unsealed": unsealed,
        "sealed": sealed,
        "acked": sealed - unacked,
        "unacked": unacked,
        "refused": counts.refused.get(stream, 0),
        "oldest_waiting": oldest,
        "sending": "ok" if row is None else row.state,
    }


def _received(counts: _Counts, stream: str) -> dict[str, Any]:
    row = counts.streams.get(stream)
    return {
        "received": 0 if row is None else row.seq,
        "receipted": 0 if row is None else row.peer_seen_seq,
        "receiving": "ok" if row is None else row.state,
    }


def _by_state(
    session: Session, tables: Tables, counts: _Counts, node: NodeMixin
) -> tuple[dict[str, int], int]:
    """How many are in each state, and how many are due; only what is stored can be.

    The cursors say how many came: what isn't counted as something else was applied.
    """
    table = tables.inbox
    counted = session.execute(
        select(table.state, func.count(), func.count().filter(inbox.is_due(table)))
        .where(table.state.in_(NOT_APPLIED))
        .group_by(table.state)
    ).all()
    found = {state: n for state, n, _ in counted}
    came = sum(row.seq for row in counts.streams.values() if ends_of(row.stream)[1] == node.name)
    applied = came - sum(found.values())
    return found | ({"applied": applied} if applied else {}), sum(due for _, _, due in counted)


def _is_quiet(peer: Mapping[str, Any]) -> bool:
    if peer["side"] == LOWER and peer["state"] != ACTIVE:
        return True
    if peer["side"] == UPPER and peer["received"] > peer["receipted"]:
        return False
    return not peer["unsealed"] and not peer["unacked"]
