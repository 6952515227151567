"""Forms of what travels, without a node: positions, batches, proofs, receipts, sentences."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import delete, update

from shared.errors import ConflictError, InvalidError, UntrustedError
from shared.federation import agent, batch, position, proof, receipt
from shared.federation.batch import Batch, Row
from shared.federation.node_key import public_keys, thumbprint
from shared.federation.position import Position
from shared.federation.sentence import sentence_of
from shared.vault import Vault
from station.models.federation import Key
from tests.shared.federation.node import TestNode

VAULT = Vault(bytes(32), bytes(32), Ed25519PrivateKey.generate(), X25519PrivateKey.generate())
SIGN_KEY, SEAL_KEY = public_keys(VAULT)
KEY = Key(id=thumbprint(SIGN_KEY), node="station:1", sign_key=SIGN_KEY, seal_key=SEAL_KEY)
EPOCH = UUID(int=1)


def a_batch() -> dict[str, Any]:
    prev = position.start("station:1>center:1", EPOCH)
    rows = []
    at = prev
    for body in (b"{}", b"[]"):
        row = Row(at, uuid4(), body, None)
        at = at.after(row.id, row.body_sha256)
        rows.append(replace(row, at=at))
    return Batch(prev, rows, "checkpoint").to_wire()


def test_the_chain_is_what_the_design_says() -> None:
    start = position.start("station:1>center:1", EPOCH)
    assert start.chain == hashlib.sha256(b"fed/1\0station:1\0center:1").digest()
    id, digest = UUID(int=5), hashlib.sha256(b"body").digest()
    links = start.chain + EPOCH.bytes + (1).to_bytes(8, "big") + id.bytes + digest
    assert start.after(id, digest) == Position(EPOCH, 1, hashlib.sha256(links).digest())


def test_a_batch_is_read_back_as_it_was_written() -> None:
    found = a_batch()
    assert batch.from_wire(found).to_wire() == found
    found["prev"]["epoch"] = None
    assert batch.from_wire(found).head.seq == 2


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("messages",), {}),
        (("messages",), [1]),
        (("prev",), None),
        (("prev", "seq"), True),
        (("prev", "chain"), "zz"),
        (("prev", "epoch"), "x"),
        (("prev", "epoch"), 5),
        (("checkpoint",), None),
        (("messages", 0, "body"), 1),
        (("messages", 0, "body"), "{ }"),
        (("messages", 0, "body"), "x" * (256 * 1024 + 1)),
        (("messages", 0, "id"), "x"),
        (("messages", 0, "id"), str(UUID(int=7))),
        (("messages", 0, "seal"), 1),
        (("messages", 0, "seq"), 2),
        (("messages", 1, "seq"), 3),
        (("messages", 1, "epoch"), None),
        (("messages", 1, "epoch"), str(UUID(int=2))),
        (("messages", 1, "chain"), "00" * 32),
    ],
)
def test_a_malformed_batch_is_refused(where: tuple[Any, ...], value: Any) -> None:
    found: Any = a_batch()
    part = found
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = value
    with pytest.raises(InvalidError, match="malformed"):
        batch.from_wire(found)


def test_no_batch_at_all_is_refused() -> None:
    for found in (None, [], "x"):
        with pytest.raises(InvalidError):
            batch.from_wire(found)
    with pytest.raises(ValueError, match="epoch"):
        position.start("a>b").after(uuid4(), b"")


def test_a_proof_is_of_one_kind_by_one_key() -> None:
    signed = proof.sign(VAULT, proof.RECEIPT, {"a": "好"})
    assert proof.read(signed, KEY, proof.RECEIPT) == {"a": "好"}
    other = Vault(bytes(32), bytes(32), Ed25519PrivateKey.generate(), VAULT.seal_key)
    other_key = public_keys(other)[0]
    strange = Key(id=thumbprint(other_key), node="x", sign_key=other_key, seal_key=SEAL_KEY)
    misnamed = Key(id="0" * 32, node="x", sign_key=SIGN_KEY, seal_key=SEAL_KEY)
    for text, key, kind in [
        (signed, KEY, proof.CHECKPOINT),
        (signed, strange, proof.RECEIPT),
        (signed, misnamed, proof.RECEIPT),
        ("", KEY, proof.RECEIPT),
        ("a.b.c", KEY, proof.RECEIPT),
        (proof.seal_body(VAULT, b"x"), KEY, proof.SEAL),
        (proof._serialize(VAULT, proof.RECEIPT, b"[]"), KEY, proof.RECEIPT),
    ]:
        with pytest.raises(UntrustedError):
            proof.read(text, key, kind)


def test_a_seal_of_a_jws_with_its_content_inside_is_refused() -> None:
    with pytest.raises(UntrustedError):
        proof.check_seal(proof._serialize(VAULT, proof.SEAL, b"other"), b"body", KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"cursor": 1},
        {"cursor": {"seq": 1}},
        {"stream": "x>y"},
        {"arrivals": [{"first": 1}]},
        {"arrivals": [{"first": 0, "last": 1, "at": "2026-01-01T00:00:00+00:00"}]},
        {"arrivals": [{"first": 1, "last": 10**9, "at": "2026-01-01T00:00:00+00:00"}]},
        {"arrivals": [{"first": 1, "last": 1, "at": "2026-01-01T00:00:00"}]},
        {"arrivals": [{"first": 1, "last": 1, "at": "x"}]},
    ],
)
def test_a_receipt_that_names_no_position_of_ours_is_refused(
    station: TestNode, center: TestNode, change: dict[str, Any]
) -> None:
    station.say(center.name)
    station.composed()
    name = f"{station.name}>{center.name}"
    with station.act() as session:
        stream = session.get_one(station.tables.stream, name)
        at = Position(stream.epoch, stream.seq, stream.chain)
        good = {"stream": name, "cursor": at.to_wire(), "arrivals": []}
        text = proof.sign(center.vault, proof.RECEIPT, good | change)
        key = session.get_one(station.tables.key, thumbprint(public_keys(center.vault)[0]))
        with pytest.raises(InvalidError, match="malformed"):
            receipt.accept_receipt(session, station.tables, stream, text, key)


def test_an_upper_node_that_lost_what_it_sent_is_shown_as_forked(
    station: TestNode, center: TestNode
) -> None:
    station.say(center.name)
    returned = {"station": "x", "year": 1, "version": 1, "reason": "", "differences": []}
    center.say(station.name, "year.returned", subject="year:1", **returned)
    station.settle()
    with center.act() as session:
        name = f"{center.name}>{station.name}"
        session.execute(delete(center.tables.outbox).where(center.tables.outbox.stream == name))
        stream = center.tables.stream
        session.execute(update(stream).where(stream.stream == name).values(seq=0))
    station.say(center.name)
    station.call()
    assert station.peer(center.name).last_error == "down: fork"
    assert len(center.seen) == 2


def test_a_sentence_is_found_for_every_code_and_says_the_code_otherwise() -> None:
    assert sentence_of(InvalidError("message.unreadable")) == "消息无法读取。"
    assert sentence_of(ConflictError("x.y")) == "没有被接受（x.y）。"
    assert "{node}" in sentence_of(ConflictError("key.unknown"))


def test_the_agent_ends_at_sigterm(station: TestNode, center: TestNode) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    try:
        agent.run(station.app, station.db, station.link, station.home / "witness.json")
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
