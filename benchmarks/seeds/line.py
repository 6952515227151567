"""The line upwards, the lines downwards, and what is stuck or under way on them."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from benchmarks.seeds.size import NOW, Size, uuid, write
from shared.clock import machine_now
from shared.federation.enrolment import ACTIVE, LOWER, PENDING, UPPER
from shared.federation.name import stream_of
from shared.federation.outbox import this_node
from shared.federation.tables import Tables

SIGN_KEY = "A" * 43
LOWER_TIER = {"association": "center", "center": "station"}
PARKED = 20
COMMON: dict[str, Any] = {
    "ver": 1,
    "v": 1,
    "type": "star.decided",
    "body_sha256": bytes(32),
    "body": b"{}",
}


def seed_lines(session: Session, tables: Tables, size: Size) -> None:
    """A lower node for each twenty volunteers, the last one waiting for approval."""
    node = this_node(session, tables)
    peers = [] if node.upper is None else [_peer(node.upper, UPPER, ACTIVE)]
    lower = LOWER_TIER.get(node.tier)
    if lower is not None:
        names = [f"{lower}:01-{n:03}" for n in range(1, 3 + size.volunteers // 20)]
        peers += [_peer(name, LOWER, ACTIVE) for name in names[:-1]]
        peers.append(_peer(names[-1], LOWER, PENDING) | {"approved_at": None})
    write(session, tables.peer, peers)
    write(session, tables.enrolment, [_enrolment(each) for each in peers if each["side"] == LOWER])
    _messages(session, tables, peers[0]["node"], size)


def _peer(name: str, side: str, state: str) -> dict[str, Any]:
    return {
        "node": name,
        "title": f"节点 {name}",
        "side": side,
        "state": state,
        "sign_key": SIGN_KEY,
        "seal_key": SIGN_KEY,
        "url": "http://127.0.0.1:9" if side == UPPER else None,
        "enrolled_at": NOW,
        "approved_at": NOW,
        "last_ok": machine_now(),
    }


def _enrolment(peer: dict[str, Any]) -> dict[str, Any]:
    return {
        "token_sha256": hashlib.sha256(peer["node"].encode()).hexdigest(),
        "node": peer["node"],
        "title": peer["title"],
        "made_at": NOW,
        "expires_at": machine_now() + timedelta(days=7),
        "used_at": NOW if peer["state"] == ACTIVE else None,
    }


def _messages(session: Session, tables: Tables, peer: str, size: Size) -> None:
    """One of twenty that came is stuck; as many of those that go out have no receipt yet."""
    own, count = this_node(session, tables).name, max(size.records // 10, PARKED)
    came = [_came(number, peer, stream_of(peer, own)) for number in range(count)]
    goes = [_goes(number, stream_of(own, peer)) for number in range(count)]
    write(session, tables.inbox, came)
    write(session, tables.outbox, goes)


def _came(number: int, peer: str, stream: str) -> dict[str, Any]:
    is_applied = number % PARKED != 0
    return COMMON | {
        "stream": stream,
        "epoch": uuid(17, 0),
        "seq": number + 1,
        "chain": bytes(32),
        "msg_id": uuid(18, number),
        "sender": peer,
        "subject": f"star:{number}",
        "received_at": NOW,
        "business_at": NOW,
        "state": "applied" if is_applied else "parked",
        "error": None if is_applied else "volunteer.unknown",
        "detail": None if is_applied else "{}",
    }


def _goes(number: int, stream: str) -> dict[str, Any]:
    return COMMON | {
        "msg_id": uuid(19, number),
        "stream": stream,
        "type": "tally.month",
        "subject": f"tally:{number}",
        "body_size": 2,
        "epoch": uuid(17, 1),
        "seq": number + 1,
        "chain": bytes(32),
        "created_at": NOW,
        "sealed_at": NOW,
        "acked_at": NOW if number % PARKED else None,
    }
