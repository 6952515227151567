"""What becomes of messages: unreadable, not allowed, waiting, superseded, forwarded."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from shared.clock import business_now, machine_now
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from shared.federation import envelope, mending, outbox
from shared.federation.envelope import Envelope
from shared.federation.link import Message
from shared.federation.node_key import public_keys, put_key
from shared.federation.outbox import Draft, promise
from shared.federation.proof import seal_body
from shared.wire.node import REJECTED
from tests.shared.federation.node import LEFT, SEALED, TestNode, handle, left, make_node

SENT = datetime(2026, 1, 1, tzinfo=UTC)


def smuggle(node: TestNode, to: str, body: bytes, id: UUID | None = None, **more: Any) -> UUID:
    """Writes raw bytes into the outbox, past all that `promise` refuses."""
    built = Envelope(id or uuid4(), "x", 1, node.name, to, "s", 1, SENT, None, None, {})
    with node.act() as session:
        parts = (built, body, more.get("seal"))
        outbox._write(session, node.tables, f"{node.name}>{to}", parts)
    return built.id


def body_of(node: TestNode, to: str, id: UUID, /, **other: Any) -> bytes:
    data = {"volunteer": str(uuid4()), "left_on": "2025-01-01", "reason": "died"}
    said = {
        "spec": "fed/1",
        "id": str(id),
        "type": LEFT,
        "v": 1,
        "from": node.name,
        "to": to,
        "subject": "volunteer:1",
        "ver": 1,
        "occurred": "2026-01-01T00:00:00Z",
        "cause": None,
        "actor": None,
        "data": data,
        **other,
    }
    return json.dumps(said).encode()


BAD: dict[str, tuple[Callable[[TestNode, str, UUID], bytes], str, str]] = {
    "junk": (lambda n, to, id: b"{junk", "rejected", "message.unreadable"),
    "empty": (lambda n, to, id: b"", "rejected", "message.unreadable"),
    "a list": (lambda n, to, id: b"[]", "rejected", "message.unreadable"),
    "deep": (lambda n, to, id: b"[" * 200_000, "rejected", "message.unreadable"),
    "a float": (
        lambda n, to, id: body_of(n, to, id, data={"a": 1.5}),
        "rejected",
        "message.unreadable",
    ),
    "NaN": (
        lambda n, to, id: body_of(n, to, id, data={"a": float("nan")}),
        "rejected",
        "message.unreadable",
    ),
    "NUL": (
        lambda n, to, id: body_of(n, to, id, subject="a\0b"),
        "rejected",
        "message.unreadable",
    ),
    "no UTF-8": (lambda n, to, id: b'{"a":"\xed\xa0\x80"}', "rejected", "message.unreadable"),
    "other id": (lambda n, to, id: body_of(n, to, uuid4()), "rejected", "message.unreadable"),
    "other spec": (
        lambda n, to, id: body_of(n, to, id, spec="fed/9"),
        "rejected",
        "message.unreadable",
    ),
    "huge ver": (
        lambda n, to, id: body_of(n, to, id, ver=2**40),
        "rejected",
        "message.unreadable",
    ),
    "long subject": (
        lambda n, to, id: body_of(n, to, id, subject="x" * 201),
        "rejected",
        "message.unreadable",
    ),
    "wrong schema": (
        lambda n, to, id: body_of(n, to, id, data={"volunteer": 1}),
        "rejected",
        "message.invalid",
    ),
    "wrong hop": (
        lambda n, to, id: body_of(n, to, id, type="card.issued"),
        "rejected",
        "message.wrong_hop",
    ),
    "wrong from": (
        lambda n, to, id: body_of(n, to, id, **{"from": "station:01-02"}),
        "rejected",
        "message.wrong_sender",
    ),
    "wrong to": (
        lambda n, to, id: body_of(n, to, id, to="center:02"),
        "rejected",
        "message.wrong_sender",
    ),
    "no seal": (
        lambda n, to, id: body_of(n, to, id, type=SEALED),
        "rejected",
        "message.no_seal",
    ),
    "unknown type": (
        lambda n, to, id: body_of(n, to, id, type="moon.landed"),
        "parked",
        "message.unknown_type",
    ),
    "newer v": (lambda n, to, id: body_of(n, to, id, v=2), "parked", "message.unknown_type"),
}


@pytest.mark.parametrize(("make", "state", "code"), BAD.values(), ids=BAD.keys())
def test_what_is_bad_is_stored_and_answered_and_what_is_behind_it_arrives(
    station: TestNode,
    center: TestNode,
    make: Callable[[TestNode, str, UUID], bytes],
    state: str,
    code: str,
) -> None:
    id = uuid4()
    smuggle(station, center.name, make(station, center.name, id), id)
    with station.act() as session:
        for n in range(3):
            draft = Draft(LEFT, f"volunteer:{n}", left(), business_now())
            promise(session, station.tables, center.name, draft)
    station.settle()
    rows = center.inbox()
    assert [row.state for row in rows] == [state, "applied", "applied", "applied"]
    assert rows[0].error == code
    [answer] = station.inbox()
    assert (answer.type, answer.state) == (REJECTED, "applied")
    refused = station.outbox()[0]
    assert refused.acked_at is not None
    assert refused.refused


def test_two_hundred_behind_an_unreadable_one_arrive(station: TestNode, center: TestNode) -> None:
    smuggle(station, center.name, b"{")
    with station.act() as session:
        for n in range(200):
            draft = Draft(LEFT, f"volunteer:{n}", left(), business_now())
            promise(session, station.tables, center.name, draft)
    station.settle()
    assert len(center.seen) == 200
    assert all(row.acked_at for row in station.outbox())


def test_a_security_event_is_logged_without_its_content(
    station: TestNode, center: TestNode, caplog: pytest.LogCaptureFixture
) -> None:
    id = uuid4()
    body = body_of(station, center.name, id, type="card.issued", data={"name": "张三"})
    smuggle(station, center.name, body, id)
    with caplog.at_level(logging.WARNING):
        station.settle()
    assert "security: message.wrong_hop of station:01-01>center:01/1" in caplog.text
    assert "张三" not in caplog.text


def test_a_refusal_is_never_answered_by_a_refusal(station: TestNode, center: TestNode) -> None:
    id = uuid4()
    smuggle(station, center.name, body_of(station, center.name, id, type=REJECTED, data={}), id)
    station.settle()
    assert center.states() == ["rejected"]
    assert center.outbox() == []


def test_a_refusal_of_what_was_never_sent_marks_nothing(
    station: TestNode, center: TestNode
) -> None:
    for named in ("no id", str(uuid4())):
        data = {"message": named, "type": "x", "code": "c", "sentence": "s"}
        station.say(center.name, REJECTED, **data)
    station.settle()
    assert center.states() == ["applied", "applied"]


def test_what_lacks_something_waits_until_a_later_message_brings_it(
    station: TestNode, center: TestNode
) -> None:
    here: set[str] = set()

    def needs_the_first(_session: Session, message: Message, _now: datetime) -> None:
        if message.data["reason"] == "retired" and "first" not in here:
            raise NotFoundError("volunteer.unknown")
        if message.data["reason"] == "died":
            here.add("first")

    handle(center, LEFT, needs_the_first)
    station.say(center.name, **left(reason="retired"))
    station.settle()
    [row] = center.inbox()
    assert (row.state, row.error, row.waits) == ("parked", "volunteer.unknown", True)
    assert station.inbox() == []
    station.say(center.name, **left(reason="died"))
    station.settle()
    assert center.states() == ["applied", "applied"]


def test_the_agent_tries_what_waits_once_its_time_has_come(
    station: TestNode, center: TestNode
) -> None:
    here = False

    def sometimes(_session: Session, _message: Message, _now: datetime) -> None:
        if not here:
            raise NotFoundError("x.unknown")

    handle(center, LEFT, sometimes)
    station.say(center.name)
    station.settle()
    here = True
    assert center.retry() == 0
    with center.act() as session:
        session.execute(update(center.tables.inbox).values(retry_at=machine_now()))
    assert center.retry() == 1
    assert center.states() == ["applied"]


def test_any_other_fault_is_parked_with_back_off_and_the_stream_flows_on(
    station: TestNode, center: TestNode, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_session: Session, message: Message, _now: datetime) -> None:
        if message.data["reason"] == "retired":
            raise ZeroDivisionError("ID 110101")

    handle(center, LEFT, broken)
    station.say(center.name, **left(reason="retired"))
    station.say(center.name)
    station.settle()
    parked, applied = center.inbox()
    assert (parked.state, parked.error, parked.waits) == ("parked", "message.fault", False)
    assert applied.state == "applied"
    assert parked.retry_at is not None
    assert timedelta(seconds=1) < parked.retry_at - machine_now() < timedelta(seconds=6)
    assert "ZeroDivisionError" in caplog.text
    assert "110101" not in caplog.text + str(parked.detail)


def test_what_a_handler_wrote_before_it_failed_is_gone(station: TestNode, center: TestNode) -> None:
    def half(session: Session, message: Message, now: datetime) -> None:
        draft = Draft("year.returned", "year:1", RETURNED, now)
        promise(session, center.tables, message.sender, draft)
        raise ConflictError("volunteer.gone")

    handle(center, LEFT, half)
    station.say(center.name)
    station.settle()
    assert center.states() == ["rejected"]
    assert [row.type for row in center.outbox()] == [REJECTED]


def test_a_breach_of_the_database_in_a_handler_is_parked(
    station: TestNode, center: TestNode
) -> None:
    def twice(session: Session, _message: Message, _now: datetime) -> None:
        for _ in range(2):
            values = {"node": "a", "nonce": "b", "seen_at": machine_now()}
            session.execute(insert(center.tables.nonce).values(values))

    handle(center, LEFT, twice)
    station.say(center.name)
    smuggle(station, center.name, b"{")
    station.settle()
    assert center.states() == ["parked", "rejected"]


RETURNED = {"station": "x", "year": 1, "version": 1, "reason": "", "differences": []}


def test_an_older_version_is_superseded(station: TestNode, center: TestNode) -> None:
    waiting = True

    def waits(_session: Session, message: Message, _now: datetime) -> None:
        if message.ver == 1 and waiting:
            raise NotFoundError("x.unknown")
        center.seen.append(message)

    handle(center, LEFT, waits)
    station.say(center.name, subject="volunteer:7")
    station.say(center.name, subject="volunteer:7")
    station.settle()
    waiting = False
    center.retry()
    assert [row.ver for row in center.inbox()] == [1, 2]
    assert center.states() == ["superseded", "applied"]
    assert [message.ver for message in center.seen] == [2]


def test_a_person_retries_or_discards(station: TestNode, center: TestNode) -> None:
    def refuses(_session: Session, _message: Message, _now: datetime) -> None:
        raise InvalidError("x.bad")

    handle(center, LEFT, refuses)
    first, second = station.say(center.name), station.say(center.name)
    station.settle()
    handle(center, LEFT, lambda *_: None)
    with center.act() as session:
        row, change = mending.retry_message(session, center.link, business_now(), first)
        assert (row.state, change.action) == ("applied", "message.retried")
        row, change = mending.discard_message(session, center.link, second, "doppelt")
        assert (row.state, change.after) == (
            "discarded",
            {"state": "discarded", "reason": "doppelt"},
        )
        with pytest.raises(NotFoundError):
            mending.discard_message(session, center.link, second, "again")
    assert center.retry() == 0


# Seals of origin.


def year_of(node: TestNode) -> dict[str, Any]:
    return {
        "station": node.name,
        "year": 2025,
        "version": 1,
        "part": 1,
        "parts": 1,
        "signed_by": "王",
        "sealed_at": SENT,
        "volunteers": [],
    }


def test_a_sealed_message_is_forwarded_unchanged(station: TestNode, center: TestNode) -> None:
    def passes_on(session: Session, message: Message, _now: datetime) -> None:
        outbox.forward(session, center.tables, "association:13", message)

    handle(center, SEALED, passes_on)
    station.say(center.name, SEALED, "year:1", **year_of(station))
    station.settle()
    [sent], [forwarded] = station.outbox(), center.outbox()
    assert (forwarded.body, forwarded.seal, forwarded.msg_id) == (sent.body, sent.seal, sent.msg_id)
    assert forwarded.stream == "center:01>association:13"


def test_what_carries_no_seal_is_not_forwarded(station: TestNode, center: TestNode) -> None:
    station.say(center.name)
    station.settle()
    with center.act() as session, pytest.raises(ForbiddenError):
        outbox.forward(session, center.tables, "association:13", center.seen[0])


@pytest.mark.parametrize("how", ["other body", "other key", "no JWS", "key of another node"])
def test_a_wrong_seal_is_rejected(
    station: TestNode, center: TestNode, stranger: TestNode, how: str
) -> None:
    id = uuid4()
    body = body_of(station, center.name, id, type=SEALED, subject="year:1")
    seals = {
        "other body": seal_body(station.vault, body + b" "),
        "other key": seal_body(station.vault, body)[:-8] + "AAAAAAAA",
        "no JWS": "x",
        "key of another node": seal_body(stranger.vault, body),
    }
    with center.act() as session:
        put_key(session, center.tables, stranger.name, "x", *public_keys(stranger.vault))
    smuggle(station, center.name, body, id, seal=seals[how])
    station.settle()
    assert [(row.state, row.error) for row in center.inbox()] == [
        ("rejected", "message.wrong_seal")
    ]


def test_a_forwarded_message_waits_for_the_key_of_its_origin(
    station: TestNode, center: TestNode, databases: Any, tmp_path: Any
) -> None:
    origin = make_node(databases, tmp_path, "association:13", None)
    data = {"card": str(uuid4()), "volunteer": str(uuid4()), "number": "13-2025-00001"}
    data |= {"station": station.name, "issued_on": "2025-01-01"}
    id = uuid4()
    more = {"from": origin.name, "type": "card.issued", "data": data}
    body = body_of(origin, center.name, id, **more)
    handle(station, "card.issued", lambda _s, message, _n: station.seen.append(message))
    smuggle(center, station.name, body, id, seal=seal_body(origin.vault, body))
    station.settle()
    assert [(row.state, row.error) for row in station.inbox()] == [("parked", "key.unknown")]
    with station.act() as session:
        put_key(session, station.tables, origin.name, "协会", *public_keys(origin.vault))
    handle(station, "directory", lambda *_: None)
    center.say(station.name, "directory", "node:x", nodes=[])
    station.settle()
    assert station.states() == ["applied", "applied"]
    [message] = station.seen
    assert (message.sender, message.via, message.data["issued_on"]) == (
        origin.name,
        center.name,
        date(2025, 1, 1),
    )


def test_envelopes_are_read_back_as_they_were_built() -> None:
    built = Envelope(uuid4(), "a.b", 1, "station:1", "center:1", "s:1", 3, SENT, uuid4(), None, {})
    assert envelope.parse(envelope.build(built)) == built


def test_a_body_above_256_kib_is_refused_when_it_is_written(
    station: TestNode, center: TestNode
) -> None:
    data = {"a": "x" * 256 * 1024}
    built = Envelope(uuid4(), "a.b", 1, "station:1", "center:1", "s", 1, SENT, None, None, data)
    with pytest.raises(InvalidError, match="too_big"):
        envelope.build(built)
    lonely = Envelope(
        uuid4(), "a.b", 1, "station:1", "center:1", "s", 1, SENT, None, None, {"a": "\ud800"}
    )
    with pytest.raises(InvalidError, match="unreadable"):
        envelope.build(lonely)
