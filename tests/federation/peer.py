"""A station that is a test's puppet: it signs, numbers and sends whatever the test wants."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from uuid_utils.compat import uuid7

from shared.clock import machine_now
from shared.federation import batch, envelope, position, proof, signature
from shared.federation.batch import Batch, Row
from shared.federation.enrolment import read_string
from shared.federation.envelope import Envelope
from shared.federation.gate import key_in
from shared.federation.http import Answer, Http
from shared.federation.name import stream_of
from shared.federation.node_key import fingerprint, public_keys
from shared.federation.outbox import this_node
from shared.federation.position import Position
from shared.federation.signature import Incoming, Parties
from shared.vault import Vault, make_vault
from tests.federation.opened import Opened

EXCHANGE = "/federation/v1/exchange"
ENROLMENT = "/federation/v1/enrolment"


@dataclass
class Peer:
    """Keys, an instance, and a stream each way; `upper_key` signs the answers."""

    name: str
    upper: str
    url: str
    vault: Vault
    instance: UUID = field(default_factory=uuid4)
    upper_key: str = ""
    epoch: UUID = field(default_factory=uuid4)
    rows: list[Row] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    http: Http = field(default_factory=Http)
    base: Position | None = None

    def __post_init__(self) -> None:
        self.down = position.start(stream_of(self.upper, self.name))

    @property
    def up(self) -> Position:
        """Where the next message goes."""
        return self.rows[-1].at if self.rows else self._start()

    def enrol(self, string: str) -> str:
        """Comes with a one-time string; the fingerprint to be compared."""
        sign_key, seal_key = public_keys(self.vault)
        asked = {
            "token": read_string(string).token,
            "node": self.name,
            "sign_key": sign_key,
            "seal_key": seal_key,
            "instance": str(self.instance),
        }
        answer = self.send(ENROLMENT, json.dumps(asked).encode())
        assert answer.status == 200, answer
        self.upper_key = json.loads(answer.body)["sign_key"]
        return fingerprint(sign_key)

    def add(self, body: bytes, id: UUID | None = None, seal: str | None = None) -> Row:
        """Numbers a body as the next message, whatever is in it."""
        row = self._row(id or _id_in(body) or uuid7(), body, seal)
        self.rows.append(row)
        return row

    def message(self, type: str, subject: str, data: Mapping[str, Any], **outside: Any) -> bytes:
        """A well-formed envelope from this node, save what `outside` says."""
        facts: dict[str, Any] = {
            "id": uuid7(),
            "type": type,
            "v": 1,
            "sender": self.name,
            "to": self.upper,
            "subject": subject,
            "ver": 1,
            "occurred": machine_now(),
            "cause": None,
            "actor": None,
            "data": dict(data),
        }
        return envelope.build(Envelope(**facts | outside))

    def batch(self, first: int, last: int) -> Batch:
        """The messages `first` to `last` (from 1), with this node's checkpoint."""
        prev = self.rows[first - 2].at if first > 1 else self._start()
        rows = self.rows[first - 1 : last]
        payload = {
            "stream": stream_of(self.name, self.upper),
            "prev": prev.to_wire(),
            "head": rows[-1].at.to_wire(),
            "signed_at": machine_now().isoformat(),
        }
        return Batch(prev, rows, proof.sign(self.vault, proof.CHECKPOINT, payload))

    def body(self, up: Batch | None) -> bytes:
        hello = {
            "instance": str(self.instance),
            "reads": ["fed/1"],
            "up_head": self.up.to_wire(),
            "down_cursor": self.down.to_wire(),
            "down_receipt": None,
            "app": "test",
            "clock": machine_now().isoformat(),
            "mirror": None,
        }
        return json.dumps({"hello": hello, "up": up.to_wire() if up else None}).encode()

    def exchange(self, up: Batch | None = None) -> tuple[int, dict[str, Any]]:
        """One exchange; what came down is kept in `received`."""
        answer = self.send(EXCHANGE, self.body(up))
        said = json.loads(answer.body)
        if answer.status == 200 and said["down"]:
            down = batch.from_wire(said["down"])
            self.received += [json.loads(row.body) for row in down.rows]
            self.down = down.head
        return answer.status, said

    def drain(self) -> None:
        """Sends all messages in batches of a hundred and takes everything that comes down."""
        for first in range(1, len(self.rows) + 1, 100):
            status, said = self.exchange(self.batch(first, first + 99))
            assert status == 200, said
        while True:
            status, said = self.exchange()
            assert status == 200, said
            if not said["down"]["messages"]:
                return

    def sign(
        self, path: str, body: bytes, created: datetime | None = None, nonce: str | None = None
    ) -> dict[str, str]:
        parties = Parties(self.name, self.upper, str(self.instance))
        outgoing = Incoming({}, body, "POST", self.url + path)
        return signature.sign_request(
            self.vault, parties, outgoing, created or machine_now(), nonce or signature.new_nonce()
        )

    def send(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Sends it signed, or with these headers; an answer must be signed, nonce echoed."""
        given = dict(headers or self.sign(path, body))
        answer = self.http.call("POST", self.url + path, headers=given, body=body)
        if self.upper_key:
            self.check_answer(answer, given)
        return answer

    def check_answer(self, answer: Answer, asked: Mapping[str, str]) -> None:
        """Every answer, a refusal too, is signed by the upper node and about this request."""
        incoming = Incoming(answer.headers, answer.body, status=answer.status)
        signed = signature.verify(incoming, key_in(self.upper_key))
        assert signed.parties.sender == self.upper
        lower = {key.lower(): value for key, value in asked.items()}
        assert signed.nonce == signature.claimed_nonce(lower)

    def _start(self) -> Position:
        """Before the first message it knows: the stream's beginning, or what it took up at."""
        return self.base or position.start(stream_of(self.name, self.upper), self.epoch)

    def _row(self, id: UUID, body: bytes, seal: str | None) -> Row:
        row = Row(self.up, id, body, seal)
        return Row(self.up.after(id, row.body_sha256), id, body, seal)


def new_peer(folder: Path, name: str, upper: str, url: str) -> Peer:
    """A puppet with keys of its own."""
    return Peer(name, upper, url, make_vault(folder))


def peer_of(station: Opened, upper: Opened, url: str) -> Peer:
    """A puppet with the keys of a real station, at the positions where that stands."""
    with station.session() as ours, upper.session() as theirs:
        node, above = this_node(ours, station.tables), this_node(theirs, upper.tables)
        down = ours.get(station.tables.stream, stream_of(above.name, node.name))
    sign_key = public_keys(upper.vault)[0]
    peer = Peer(node.name, above.name, url, station.vault, node.instance, upper_key=sign_key)
    if down is not None:
        peer.down = Position(down.epoch, down.seq, down.chain)
    return peer


def _id_in(body: bytes) -> UUID | None:
    try:
        return UUID(json.loads(body)["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
