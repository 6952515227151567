"""Poison: what a peer with a good key may send to break a node, and faults of the database."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from marshmallow import ValidationError
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import OperationalError, PendingRollbackError
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.domain.month import Month
from shared.errors import InvalidError, NotFoundError
from shared.federation import agent, batch, inbox, position, receipt, schedule, signature
from shared.federation.fault import passes
from shared.federation.http import Answer, Http
from shared.federation.link import Message
from shared.federation.signature import Incoming
from shared.vault import vault_of
from shared.wire.schema import count
from tests.shared.federation.node import LEFT, SEALED, TestNode, handle, left
from tests.shared.federation.test_inbox import RETURNED, body_of, smuggle

Make = Callable[[TestNode, str, UUID], bytes]
HALF = "\ud800"
BODIES: dict[str, Make] = {
    "half a pair in the subject": lambda n, to, id: body_of(n, to, id, subject=HALF),
    "half a pair in the type": lambda n, to, id: body_of(n, to, id, type=HALF),
    "half a pair in from": lambda n, to, id: body_of(n, to, id, **{"from": HALF}),
    "half a pair in the data": lambda n, to, id: body_of(n, to, id, data=left_of(HALF)),
    "UTF-16": lambda n, to, id: body_of(n, to, id, subject="a\0").decode().encode("utf-16-le"),
    "the last day": lambda n, to, id: body_of(n, to, id, occurred="9999-12-31T23:59:59-23:59"),
    "the first day": lambda n, to, id: body_of(n, to, id, occurred="0001-01-01T00:00:00+23:59"),
    "a list in from": lambda n, to, id: body_of(n, to, id, **{"from": ["a"]}),
}
SEALS = ["W10.e30.AA", "ImEi..AA", "eyJraWQiOltdfQ..AA", ".....", "", "é", "x" * 100_000]


def left_of(reason: str) -> dict[str, str]:
    return {"volunteer": str(uuid4()), "left_on": "2025-01-01", "reason": reason}


@pytest.mark.parametrize("make", BODIES.values(), ids=BODIES.keys())
def test_no_body_stops_what_is_behind_it(station: TestNode, center: TestNode, make: Make) -> None:
    id = uuid4()
    smuggle(station, center.name, make(station, center.name, id), id)
    station.say(center.name)
    station.settle()
    assert center.states() == ["rejected", "applied"]
    assert center.inbox()[0].error == "message.unreadable"


def test_no_seal_stops_what_is_behind_it(station: TestNode, center: TestNode) -> None:
    for seal in SEALS:
        id = uuid4()
        body = body_of(station, center.name, id, type=SEALED, subject=f"year:{id}")
        smuggle(station, center.name, body, id, seal=seal)
    station.say(center.name)
    station.settle()
    assert center.states() == ["rejected"] * len(SEALS) + ["applied"]


@pytest.mark.parametrize("seal", ["a\0b", HALF, "x" * 1001])
def test_what_is_no_jws_is_kept_as_a_seal_of_nobody(
    station: TestNode, center: TestNode, seal: str
) -> None:
    station.say(center.name)
    up = json.loads(station.composed().body)["up"]
    up["messages"][0]["seal"] = seal
    assert batch.from_wire(up).rows[0].seal == ""


def test_no_number_exceeds_what_a_column_of_integers_holds() -> None:
    assert count().deserialize(2**31 - 1) == 2**31 - 1
    with pytest.raises(ValidationError):
        count().deserialize(2**31)


BENT: dict[str, dict[str, Any]] = {
    "reads a number": {"reads": 5},
    "reads lists": {"reads": [[], {}]},
    "no cursor": {"down_cursor": None},
    "a cursor of lists": {"down_cursor": {"epoch": [], "seq": 0, "chain": "00" * 32}},
    "a huge cursor": {"down_cursor": {"epoch": None, "seq": 2**80, "chain": "00" * 32}},
    "a number for a receipt": {"down_receipt": 5},
    "junk for a receipt": {"down_receipt": "a.b.c"},
    "NUL in app": {"app": "a\0b"},
    "half a pair in app": {"app": HALF},
}


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT.keys())
def test_no_bent_hello_is_a_500(station: TestNode, center: TestNode, bent: dict[str, Any]) -> None:
    answer = send_bent(station, lambda asked: asked["hello"].update(bent))
    assert answer.status in (200, 401, 422, 426)
    assert "signature" in answer.headers


def send_bent(station: TestNode, bend: Callable[[dict[str, Any]], Any]) -> Answer:
    """An exchange with other content, signed as it should be."""
    call = station.composed()
    asked = json.loads(call.body)
    bend(asked)
    body, nonce = json.dumps(asked).encode(), signature.new_nonce()
    with station.act() as session:
        out = Incoming({}, body, "POST", call.url)
        vault = vault_of(session)
        headers = signature.sign_request(vault, call.parties, out, machine_now(), nonce)
    return station.http.call("POST", call.url, headers=headers, body=body)


def test_a_receipt_names_each_row_once() -> None:
    at = machine_now().isoformat()
    said = {"arrivals": [{"first": 1, "last": 9, "at": at}, {"first": 9, "last": 9, "at": at}]}
    with pytest.raises(InvalidError):
        receipt._arrivals(said, 9)


def test_a_fault_that_passes_rolls_everything_back_and_is_tried_again(
    station: TestNode, center: TestNode
) -> None:
    faults = [OperationalError("x", {}, SimpleNamespace(pgcode="40P01"))]

    def once(_session: Session, message: Message, _now: datetime) -> None:
        if faults:
            raise faults.pop()
        center.seen.append(message)

    handle(center, LEFT, once)
    station.say(center.name)
    station.settle()
    assert center.states() == []
    assert station.peer(center.name).last_error == "busy"
    station.settle()
    assert center.states() == ["applied"]
    assert len(center.seen) == 1


def test_a_connection_lost_within_a_handler_loses_nothing(
    station: TestNode, center: TestNode
) -> None:
    cuts = [1]

    def cut(session: Session, message: Message, _now: datetime) -> None:
        if cuts and session.get_bind().dialect.name == "postgresql":
            cuts.pop()
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        center.seen.append(message)

    handle(center, LEFT, cut)
    station.say(center.name)
    station.settle()
    station.settle()
    assert center.states() == ["applied"]
    assert len(center.seen) == 1


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PendingRollbackError("x"), True),
        (OperationalError("x", {}, SimpleNamespace(pgcode="57P01")), True),
        (OperationalError("x", {}, SimpleNamespace(pgcode="57014")), False),
        (
            OperationalError("x", {}, SimpleNamespace(sqlite_errorname="SQLITE_FULL")),
            True,
        ),
        (OperationalError("x", {}, Exception("no such table"), connection_invalidated=True), True),
        (OperationalError("x", {}, Exception("no such table")), False),
        (ValueError("x"), False),
    ],
)
def test_which_faults_pass(error: Exception, expected: bool) -> None:
    assert passes(error) is expected


def test_no_fault_ends_the_agent(
    station: TestNode,
    center: TestNode,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop, turns = threading.Event(), 0

    def broken(*_args: Any) -> bool:
        nonlocal turns
        turns += 1
        if turns == 2:
            stop.set()
        raise KeyError("ID 110101")

    monkeypatch.setattr(agent, "turn", broken)
    monkeypatch.setattr(agent, "FAULT_PAUSE", 0.01)
    work = agent.Agent(Http(), station.home / "witness.json")
    with caplog.at_level(logging.ERROR):
        agent.loop(station.app, station.db, station.link, work, stop)
    assert turns == 2
    assert "KeyError" in caplog.text
    assert "110101" not in caplog.text


def test_what_waits_in_vain_keeps_nobody_from_their_turn(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = False

    def waits(_session: Session, message: Message, _now: datetime) -> None:
        if message.data["reason"] == "other" or not here:
            raise NotFoundError("x.unknown")

    monkeypatch.setattr(inbox, "MOST_RETRIED", 3)
    handle(center, LEFT, waits)
    for _ in range(6):
        station.say(center.name, **left(reason="other"))
    station.say(center.name, **left(reason="died"))
    station.settle()
    here = True
    tried = 0
    while "applied" not in center.states() and tried < 5:
        with center.act() as session:
            # something else is applied again and again: all that wait are due each time
            first = select(func.min(center.tables.inbox.id)).scalar_subquery()
            news = update(center.tables.inbox).where(center.tables.inbox.id == first)
            session.execute(news.values(applied_at=machine_now()))
        center.retry()
        tried += 1
    assert center.states() == ["parked"] * 6 + ["applied"]


def test_waiting_in_vain_takes_a_fifth_of_the_time(
    center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([10.0, 10.0, 12.0, 12.0, 20.0, 20.0, 20.5])
    monkeypatch.setattr(agent, "time", SimpleNamespace(monotonic=lambda: next(times)))
    applied = iter([0, 1])
    monkeypatch.setattr(agent, "retry_parked", lambda *_: next(applied))
    work = agent.Agent(Http(), center.home / "witness.json")
    with center.app.app_context():
        agent.turn(center.db, center.link, work)
        assert work.rest == 8.0
        agent.turn(center.db, center.link, work)
    assert work.rest == agent.RETRY_PAUSE


def test_a_step_of_a_life_cycle_waits_for_the_one_before(
    station: TestNode, center: TestNode
) -> None:
    broken, done = True, []

    def decided(_session: Session, message: Message, _now: datetime) -> None:
        if broken and (message.subject, message.ver) == ("tally:1", 1):
            raise ZeroDivisionError
        done.append((message.subject, message.ver))

    handle(station, "tally.decided", decided)
    said: dict[str, Any] = {"tally": uuid4(), "month": Month(2025, 1), "revision": 1}
    said |= dict.fromkeys(("content", "reason", "by"), "") | {"on_time": True}
    said |= {"decided_on": date(2025, 2, 1), "arrived_at": machine_now()}
    for decision in ("accepted", "unlocked"):
        center.say(station.name, "tally.decided", subject="tally:1", **said, decision=decision)
    center.say(station.name, "tally.decided", subject="tally:2", **said, decision="accepted")
    station.settle()
    assert [(row.state, row.error) for row in station.inbox()] == [
        ("parked", "message.fault"),
        ("parked", "message.earlier_waits"),
        ("applied", None),
    ]
    broken = False
    with station.act() as session:
        table = station.tables.inbox
        session.execute(update(table).where(table.ver == 1).values(retry_at=machine_now()))
    station.retry()
    assert station.states() == ["applied"] * 3
    assert done == [("tally:2", 1), ("tally:1", 1), ("tally:1", 2)]


DAY = timedelta(days=1)


def test_a_clock_put_back_keeps_no_message_waiting(station: TestNode, center: TestNode) -> None:
    here = False

    def waits(_session: Session, _message: Message, _now: datetime) -> None:
        if not here:
            raise NotFoundError("x.unknown")

    handle(center, LEFT, waits)
    station.say(center.name)
    station.settle()
    table = center.tables.inbox
    with center.act() as session:
        tomorrow = machine_now() + DAY
        session.execute(update(table).values(tried_at=tomorrow, retry_at=tomorrow))
    here = True
    assert center.retry() == 1
    with center.act() as session:
        session.execute(update(table).values(applied_at=machine_now() + DAY))
    here = False
    station.say(center.name)
    station.settle()
    with center.act() as session:
        assert not session.scalar(select(func.count()).where(inbox.is_due(table)))


@pytest.mark.parametrize(("fails", "ahead", "due"), [(0, 60, False), (0, 80, True), (1, 80, False)])
def test_a_clock_put_back_keeps_no_call_waiting(
    station: TestNode, center: TestNode, fails: int, ahead: float, due: bool
) -> None:
    with station.act() as session:
        peer = session.get_one(station.tables.peer, center.name)
        peer.next_at, peer.fails = machine_now() + timedelta(seconds=ahead), fails
        peer.last_ok = machine_now() + DAY
    with station.act() as session:
        assert schedule.is_due(session, station.tables) is due
    station.say(center.name)
    with station.act() as session:
        assert schedule.is_due(session, station.tables) is (due or not fails)
        session.get_one(station.tables.peer, center.name).next_at = machine_now() + DAY
    with station.act() as session:
        assert schedule.is_due(session, station.tables) is True


def test_nothing_is_sealed_on_a_forked_stream_and_it_is_said_once(
    station: TestNode, center: TestNode, caplog: pytest.LogCaptureFixture
) -> None:
    returned: dict[str, Any] = dict(RETURNED)
    center.say(station.name, "year.returned", **returned)
    station.settle()
    with center.act() as session:
        # the center is restored from before it sent anything
        session.execute(delete(center.tables.outbox))
        stream = session.get_one(center.tables.stream, f"{center.name}>{station.name}")
        stream.seq, stream.chain = 0, position.start(stream.stream).chain
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            station.call()
            center.say(station.name, "year.returned", **returned)
    assert [row.seq for row in center.outbox()] == [None, None, None]
    assert caplog.text.count("forked") == 1
    assert len(station.inbox()) == 1
