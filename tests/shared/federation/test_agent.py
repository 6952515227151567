"""The agent: when it calls, what wakes it, its witness, its end; promises and status."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from shared.clock import business_now, machine_now
from shared.errors import ForbiddenError, InvalidError, NotFoundError, UntrustedError
from shared.federation import agent, schedule, sealing
from shared.federation.http import Http
from shared.federation.outbox import Draft, own_name, promise, upper_name
from shared.federation.status import status
from tests.shared.federation.node import LEFT, TestNode, left


def is_due(node: TestNode) -> bool:
    with node.act() as session:
        return schedule.is_due(session, node.tables)


def set_peer(node: TestNode, **values: Any) -> None:
    with node.act() as session:
        peer = schedule.upper_peer(session, node.tables)
        for name, value in values.items():
            setattr(peer, name, value)


def test_polling_slows_down_while_nothing_moves_and_hurries_when_something_waits(
    station: TestNode, center: TestNode
) -> None:
    assert not is_due(station)
    for _ in range(8):
        station.call()
    assert station.peer(center.name).poll_seconds == 60
    station.say(center.name)
    assert not is_due(station)
    set_peer(station, last_ok=machine_now() - timedelta(seconds=6))
    assert is_due(station)
    station.settle()
    assert station.peer(center.name).poll_seconds <= 7.5


def test_nothing_hurries_a_caller_that_backs_off_but_a_person(
    station: TestNode, center: TestNode
) -> None:
    station.say(center.name)
    later = machine_now() + timedelta(seconds=100)
    set_peer(station, fails=3, next_at=later, last_ok=machine_now() - timedelta(hours=1))
    assert not is_due(station)
    station.wake()
    assert is_due(station)


def test_a_waking_during_an_exchange_is_not_lost(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = station.http.call

    def wakes(*args: Any, **kwargs: Any) -> Any:
        station.wake()
        return call(*args, **kwargs)

    monkeypatch.setattr(station.http, "call", wakes)
    station.call()
    assert is_due(station)


def test_what_is_held_back_waits_by_the_machines_clock_or_is_sent_now(
    station: TestNode, center: TestNode, clock: Callable[[str], None]
) -> None:
    held = Draft(LEFT, "volunteer:1", left(), business_now())
    held = replace(held, not_before=machine_now() + timedelta(seconds=30))
    with station.act() as session:
        promise(session, station.tables, center.name, held)
    clock("2099-01-01T00:00:00+08:00")
    station.settle()
    assert station.outbox()[0].seq is None
    hello = json.loads(station.composed().body)["hello"]
    assert abs(machine_now() - datetime.fromisoformat(hello["clock"])) < timedelta(minutes=1)
    station.wake()
    station.settle()
    assert len(center.seen) == 1


def test_the_agent_sends_within_a_moment_of_being_woken_and_ends_when_told(
    station: TestNode, center: TestNode
) -> None:
    stop = threading.Event()
    work = agent.Agent(Http(), station.home / "witness.json")
    thread = threading.Thread(
        target=agent.loop, args=(station.app, station.db, station.link, work, stop)
    )
    thread.start()
    try:
        station.say(center.name)
        station.wake()
        deadline = time.monotonic() + 10
        while not center.seen and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    assert len(center.seen) == 1
    said = json.loads((station.home / "witness.json").read_text(encoding="utf-8"))
    assert said["streams"][f"{station.name}>{center.name}"]["acked"] == 1
    assert (station.home / "witness.json").stat().st_mode & 0o777 == 0o600


def test_a_broken_database_is_waited_for(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()
    turns = []

    def broken(*_args: Any) -> bool:
        turns.append(1)
        if len(turns) == 2:
            stop.set()
        raise OperationalError("x", {}, Exception("gone"))

    monkeypatch.setattr(agent, "turn", broken)
    monkeypatch.setattr(agent, "FAULT_PAUSE", 0.01)
    work = agent.Agent(Http(), station.home / "witness.json")
    agent.loop(station.app, station.db, station.link, work, stop)
    assert len(turns) == 2


def test_an_agent_without_an_upper_node_tries_parked_messages_alone(center: TestNode) -> None:
    center.turn()
    assert center.call() is False


def test_status_says_what_waits(station: TestNode, center: TestNode) -> None:
    def shown(node: TestNode) -> dict[str, Any]:
        with node.act() as session:
            return status(session, node.tables)

    assert shown(station)["quiet"] is True
    station.say(center.name)
    found = shown(station)
    assert (found["quiet"], found["peers"][0]["unsealed"]) == (False, 1)
    station.composed()
    assert shown(station)["peers"][0]["unacked"] == 1
    station.settle()
    found = shown(station)
    assert found["quiet"] is True
    assert (found["peers"][0]["sealed"], found["peers"][0]["acked"]) == (1, 1)
    assert shown(center)["inbox"] == {"applied": 1}
    waiting = shown(center)["peers"]
    assert [(peer["node"], peer["state"]) for peer in waiting] == [
        ("association:13", "not_enrolled"),
        (station.name, "active"),
    ]


def test_promises_are_checked_when_they_are_written(station: TestNode, center: TestNode) -> None:
    with station.act() as session:
        tables, now = station.tables, business_now()
        assert own_name(session, tables) == station.name
        assert upper_name(session, tables) == center.name
        for type, data in [(LEFT, {}), (LEFT, left(reason="fun"))]:
            with pytest.raises(InvalidError, match=r"message\.invalid"):
                promise(session, tables, center.name, Draft(type, "volunteer:1", data, now))
        for type in ("card.issued", "moon.landed"):
            with pytest.raises(ForbiddenError, match="wrong_hop"):
                promise(session, tables, center.name, Draft(type, "x:1", {}, now))
        session.get_one(tables.node, 1).upper = None
        with pytest.raises(NotFoundError, match="no_upper"):
            upper_name(session, tables)
    assert station.outbox() == []


def test_versions_count_per_stream_type_and_subject(station: TestNode, center: TestNode) -> None:
    for _ in range(3):
        station.say(center.name, subject="volunteer:1")
    station.say(center.name, subject="volunteer:2")
    assert [row.ver for row in station.outbox()] == [1, 2, 3, 1]


def test_what_is_sealed_for_a_node_opens_there_alone(station: TestNode, center: TestNode) -> None:
    with station.act() as session:
        sealed = sealing.seal_for(session, station.tables, center.name, "档案".encode())
        with pytest.raises(UntrustedError):
            sealing.open_sealed(session, sealed)
        with pytest.raises(NotFoundError):
            sealing.seal_for(session, station.tables, f"station:{uuid4().hex[:8]}", b"")
    with center.act() as session:
        assert sealing.open_sealed(session, sealed).decode() == "档案"
        with pytest.raises(UntrustedError):
            sealing.open_sealed(session, sealed[:-4] + "AAAA")


def test_chores_are_tried_once_a_minute_each_by_itself(
    station: TestNode, center: TestNode, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def breaks(session: Any, _now: datetime) -> bool:
        promise(session, station.tables, center.name, Draft(LEFT, "x", left(), business_now()))
        raise ValueError("told to nobody")

    def works(_session: Any, _now: datetime) -> bool:
        done.append("works")
        return True

    link = replace(station.link, chores=(breaks, works))
    work = agent.Agent(station.http, station.home / "witness.json")
    with station.app.app_context():
        for _ in range(2):
            work.looked_at = 0.0
            agent.turn(station.db, link, work)
        assert done == ["works"]
        work.chores_at = time.monotonic() - agent.CHORE_PAUSE
        work.looked_at = 0.0
        agent.turn(station.db, link, work)
    assert done == ["works", "works"]
    assert "told to nobody" not in caplog.text and "ValueError" in caplog.text
    assert list(station.outbox()) == []


def test_a_log_in_use_is_emptied_later(station: TestNode, center: TestNode) -> None:
    work = agent.Agent(station.http, station.home / "witness.json")
    with station.app.app_context():
        engine = station.db.engine
        with engine.connect() as reader:
            reader.exec_driver_sql("SELECT count(*) FROM outbox").all()
            station.say(center.name)
            agent.do_chores(station.db, station.link, work)
            is_sqlite = engine.dialect.name == "sqlite"
            assert (work.emptied_at is None) == is_sqlite
        agent.do_chores(station.db, station.link, work)
    assert work.emptied_at is not None
