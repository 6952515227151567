"""One exchange as the lower node composes it: sealed, batched, signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.federation import blob_offer, schedule, signature
from shared.federation.batch import Batch
from shared.federation.enrolment import ACTIVE
from shared.federation.envelope import SPEC
from shared.federation.link import Link
from shared.federation.name import stream_of
from shared.federation.outbox import this_node
from shared.federation.position import Position
from shared.federation.receipt import make_receipt
from shared.federation.signature import Incoming, Parties
from shared.federation.stream import FORK, batch_after, lock_stream, position_of, seal
from shared.federation.tables import PeerMixin
from shared.vault import vault_of

PATH = "/federation/v1/exchange"
APP = "yigong/0.1"


@dataclass(frozen=True)
class Call:
    """One exchange as it goes out, and who has to answer it by which key.

    `seen` is what the schedule said when it was composed.
    """

    url: str
    body: bytes
    headers: Mapping[str, str]
    parties: Parties
    nonce: str
    answerer: Parties
    answer_key: str
    up: Batch | None
    cursor: Position
    seen: datetime | None


def compose(session: Session, link: Link) -> Call | None:
    """Seals what waits and puts the exchange together; None before enrolment."""
    tables = link.tables
    peer = schedule.upper_peer(session, tables, lock=True)
    if peer is None or peer.url is None:
        return None
    node = this_node(session, tables)
    up_stream = seal(session, tables, peer.node, machine_now())
    down = lock_stream(session, tables, stream_of(peer.node, node.name))
    cursor = position_of(down)
    may_send = peer.state == ACTIVE and up_stream.state != FORK
    up = batch_after(session, tables, up_stream, peer.batch_limit) if may_send else None
    receipt = make_receipt(session, tables, down.stream, cursor, down.peer_seen_seq)
    hello = {
        "instance": str(node.instance),
        "reads": [SPEC],
        "up_head": position_of(up_stream).to_wire(),
        "down_cursor": cursor.to_wire(),
        "down_receipt": receipt,
        "app": APP,
        "clock": machine_now().isoformat(),
        "mirror": None,
        "blobs": blob_offer.asked(session, tables, peer.node) if may_send else [],
    }
    asked = {"hello": hello, "up": None if up is None else up.to_wire()}
    body = json.dumps(asked, ensure_ascii=False).encode("utf-8", "surrogatepass")
    unsigned = Call(
        url=peer.url + PATH,
        body=body,
        headers={},
        parties=Parties(node.name, peer.node, str(node.instance)),
        nonce=signature.new_nonce(),
        answerer=Parties(peer.node, node.name, str(peer.instance)),
        answer_key=peer.sign_key,
        up=up,
        cursor=cursor,
        seen=peer.next_at,
    )
    return _signed(session, peer, unsigned)


def _signed(session: Session, peer: PeerMixin, call: Call) -> Call:
    created = machine_now() + timedelta(seconds=peer.clock_offset)
    outgoing = Incoming({}, call.body, "POST", call.url)
    headers = signature.sign_request(vault_of(session), call.parties, outgoing, created, call.nonce)
    return replace(call, headers=headers)
