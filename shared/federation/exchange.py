"""The upper node's side of one exchange: what came up is stored, what waits goes down (D1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared.clock import business_now, machine_now
from shared.errors import InvalidError
from shared.federation import batch, blob_offer, inbox, position
from shared.federation.batch import MOST_BYTES, MOST_MESSAGES, Batch
from shared.federation.consumer import Arrival, Verdict, take
from shared.federation.enrolment import ACTIVE
from shared.federation.envelope import SPEC
from shared.federation.link import Link
from shared.federation.name import stream_of
from shared.federation.node_key import thumbprint
from shared.federation.outbox import own_name
from shared.federation.receipt import accept_receipt, make_receipt
from shared.federation.signature import Signed
from shared.federation.stream import batch_after, position_of, rewind, seal
from shared.federation.tables import PeerMixin

SOONEST_POLL = 5


@dataclass(frozen=True)
class Reply:
    """A status and a JSON object; `code` stands in it where the status is no success."""

    status: int
    said: Mapping[str, Any]


def refuse(status: int, code: str, **values: Any) -> Reply:
    """A refusal of the table in federation.md part 3."""
    return Reply(status, {"code": code, "time": machine_now().isoformat(), **values})


def exchange(session: Session, link: Link, signed: Signed, body: bytes) -> Reply:
    """Answers one exchange whose signature holds, in the caller's transaction.

    Gives a refusal rather than raising it where what was noted about it must stay;
    InvalidError, UntrustedError: malformed, nothing is kept.
    """
    peer = session.get_one(link.tables.peer, signed.parties.sender)
    if peer.state != ACTIVE:
        return refuse(403, peer.state)
    if signed.parties.instance != str(peer.instance):
        return refuse(409, "other_instance")
    asked = _read(body)
    hello = _part(asked, "hello")
    reads = hello.get("reads")
    if not isinstance(reads, list) or SPEC not in reads:
        return refuse(426, "too_old", reads=[SPEC])
    up = None if asked.get("up") is None else batch.from_wire(asked["up"])
    if up is not None and _is_too_big(up):
        return refuse(413, "too_big", messages=MOST_MESSAGES, bytes=MOST_BYTES)
    return _exchange(session, link, peer, hello, up)


def _exchange(
    session: Session, link: Link, peer: PeerMixin, hello: Mapping[str, Any], up: Batch | None
) -> Reply:
    now, key = business_now(), session.get(link.tables.key, _key_id(peer))
    if key is None or peer.instance is None:
        raise InvalidError("exchange.malformed", what="peer")
    said: dict[str, Any] = {"receipt": None, "up_cursor": None, "results": []}
    if up is not None:
        arrival = Arrival(peer.node, peer.instance, key, machine_now(), now)
        verdict = take(session, link.tables, up, arrival)
        if verdict.refusal is not None:
            return _refusal(verdict)
        said |= _stored(session, link, peer, up, verdict)
        inbox.apply_rows(session, link, verdict.stored, now)
        inbox.retry(session, link, stream_of(peer.node, own_name(session, link.tables)), now)
    said |= _down(session, link, peer, hello, now)
    said["blobs"] = blob_offer.answer(session, link.tables, peer.node, hello.get("blobs"))
    peer.last_ok, peer.app = machine_now(), _printable(hello.get("app"))
    return Reply(200, {**said, "want": None, "time": machine_now().isoformat()})


def _stored(
    session: Session, link: Link, peer: PeerMixin, up: Batch, verdict: Verdict
) -> dict[str, Any]:
    stream = stream_of(peer.node, own_name(session, link.tables))
    receipt = None
    if up.rows:
        receipt = make_receipt(session, link.tables, stream, verdict.cursor, up.prev.seq)
    results = [{"seq": seq, "state": state} for seq, state in verdict.results]
    return {"receipt": receipt, "up_cursor": verdict.cursor.to_wire(), "results": results}


def _refusal(verdict: Verdict) -> Reply:
    positions = [each.to_wire() for each in verdict.positions]
    code = str(verdict.refusal)
    return refuse(409, code, cursor=verdict.cursor.to_wire(), positions=positions)


def _down(
    session: Session, link: Link, peer: PeerMixin, hello: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """The batch down after the caller's cursor, its word on the last one noted (R1, D3)."""
    tables = link.tables
    stream = seal(session, tables, peer.node, machine_now())
    cursor = position.from_wire(hello.get("down_cursor"))
    if not rewind(session, tables, stream, cursor):
        head = position_of(stream).to_wire()
        return {"down": None, "down_state": stream.state, "down_head": head, "more": False}
    receipt = hello.get("down_receipt")
    key = session.get(tables.key, _key_id(peer))
    if receipt is not None and key is not None:
        accept_receipt(session, tables, stream, str(receipt), key)
    down = batch_after(session, tables, stream)
    return {
        "down": down.to_wire(),
        "down_state": stream.state,
        "more": down.head.seq < stream.seq,
        "next_poll_s": SOONEST_POLL,
    }


def _key_id(peer: PeerMixin) -> str:
    return thumbprint(peer.sign_key)


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidError("exchange.malformed", what="json") from error
    if not isinstance(asked, dict):
        raise InvalidError("exchange.malformed", what="json")
    return asked


def _printable(said: Any) -> str:
    """What a lower node calls its release, without what a database or a page chokes on."""
    return "".join(each for each in str(said)[:40] if each.isprintable())


def _part(asked: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = asked.get(name)
    if not isinstance(part, dict):
        raise InvalidError("exchange.malformed", what=name)
    return part


def _is_too_big(up: Batch) -> bool:
    if len(up.rows) <= 1:
        return False
    return len(up.rows) > MOST_MESSAGES or sum(row.size for row in up.rows) > MOST_BYTES
