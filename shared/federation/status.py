"""The state of a node's links (上报与同步): who, when last, what waits, what is stuck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from shared.federation import inbox
from shared.federation.enrolment import ACTIVE, LOWER, UPPER
from shared.federation.name import stream_of
from shared.federation.node_key import fingerprint, public_keys
from shared.federation.outbox import this_node
from shared.federation.tables import NodeMixin, PeerMixin, Tables
from shared.vault import vault_of

NOT_ENROLLED = "not_enrolled"


def status(session: Session, tables: Tables) -> dict[str, Any]:
    """Plain values for pages and API; `quiet`: nothing under way on any link or in the inbox.

    The upper node comes first among `peers`. Times are the machine's, None where never.
    """
    node = this_node(session, tables)
    table = tables.peer
    found = session.scalars(select(table).order_by(table.side.desc(), table.node)).all()
    peers = [_peer(session, tables, node, each) for each in found]
    if node.upper is not None and not any(each["side"] == UPPER for each in peers):
        peers.insert(0, _unknown(session, tables, node, node.upper))
    due = session.scalar(select(func.count()).where(inbox.is_due(tables.inbox)))
    return {
        "name": node.name,
        "title": node.title,
        "fingerprint": fingerprint(public_keys(vault_of(session))[0]),
        "peers": peers,
        "inbox": _by_state(session, tables),
        "quiet": not due and all(_is_quiet(each) for each in peers),
    }


def _peer(session: Session, tables: Tables, node: NodeMixin, peer: PeerMixin) -> dict[str, Any]:
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
        **_sent(session, tables, node.name, peer.node),
        **_received(session, tables, node.name, peer.node),
    }


def _unknown(session: Session, tables: Tables, node: NodeMixin, upper: str) -> dict[str, Any]:
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
        **_sent(session, tables, node.name, upper),
        **_received(session, tables, node.name, upper),
    }


def _sent(session: Session, tables: Tables, own: str, peer: str) -> dict[str, Any]:
    table = tables.outbox
    unacked = table.acked_at.is_(None)
    counted = session.execute(
        select(
            func.count().filter(table.seq.is_(None)),
            func.count().filter(table.seq.is_not(None)),
            func.count().filter(table.acked_at.is_not(None)),
            func.count().filter(table.refused.is_not(None)),
            func.min(case((unacked, table.created_at))),
        ).where(table.stream == stream_of(own, peer))
    ).one()
    unsealed, sealed, acked, refused, oldest = counted
    row = session.get(tables.stream, stream_of(own, peer))
    return {
        "unsealed": unsealed,
        "sealed": sealed,
        "acked": acked,
        "unacked": sealed - acked,
        "refused": refused,
        "oldest_waiting": oldest,
        "sending": "ok" if row is None else row.state,
    }


def _received(session: Session, tables: Tables, own: str, peer: str) -> dict[str, Any]:
    row = session.get(tables.stream, stream_of(peer, own))
    return {
        "received": 0 if row is None else row.seq,
        "receipted": 0 if row is None else row.peer_seen_seq,
        "receiving": "ok" if row is None else row.state,
    }


def _by_state(session: Session, tables: Tables) -> dict[str, int]:
    table = tables.inbox
    counted = session.execute(select(table.state, func.count()).group_by(table.state))
    return {state: n for state, n in counted}


def _is_quiet(peer: Mapping[str, Any]) -> bool:
    if peer["side"] == LOWER and peer["state"] != ACTIVE:
        return True
    if peer["side"] == UPPER and peer["received"] > peer["receipted"]:
        return False
    return not peer["unsealed"] and not peer["unacked"]
