"""Erasure on a link: bodies go on both sides, the chain stays, tombstones must be explained."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from shared.clock import business_now, machine_now
from shared.errors import InvalidError
from shared.federation import batch, position
from shared.federation.erasure import erase, forget
from shared.federation.link import Message
from shared.federation.outbox import Draft, promise
from shared.federation.position import Position
from shared.federation.stream import lock_stream, seal
from shared.federation.tables import InboxMixin, OutboxMixin
from shared.wire.node import ERASURE, MOST_ERASED
from shared.wire.service_request import CONTACT
from tests.shared.federation.node import LEFT, TestNode, handle

SUBJECT = "request:0195"
OTHER = "station:01-02"


def contact(**more: Any) -> dict[str, Any]:
    custody = {"association": 0, "center": 1}
    return {"request": uuid4(), "custody": custody, "to": OTHER, "sealed": "eyJ", **more}


def take_in(node: TestNode) -> None:
    handle(node, CONTACT, lambda _session, message, _now: node.seen.append(message))


def say(node: TestNode, to: str) -> UUID:
    return node.say(to, CONTACT, SUBJECT, **contact())


def erased(node: TestNode) -> None:
    with node.act() as session:
        erase(session, node.tables, SUBJECT, business_now())


def bodies(node: TestNode, type: str = CONTACT) -> list[bool]:
    """Of what went out and came in, whether there is a body."""
    rows: tuple[OutboxMixin | InboxMixin, ...] = (*node.outbox(), *node.inbox())
    return [row.body is not None for row in rows if row.type == type]


def start_again(node: TestNode, peer: str) -> None:
    """The consumer is restored to before the first message of a stream."""
    stream = f"{peer}>{node.name}"
    with node.act() as session:
        row = lock_stream(session, node.tables, stream)
        row.seq, row.chain = 0, position.start(stream).chain
        session.execute(delete(node.tables.inbox).where(node.tables.inbox.stream == stream))


def test_both_sides_lose_the_body_and_the_chain_goes_on(
    station: TestNode, center: TestNode
) -> None:
    take_in(center)
    say(station, center.name)
    station.settle()
    assert bodies(station) == bodies(center) == [True]
    erased(station)
    station.settle()
    station.say(center.name)
    station.settle()
    assert bodies(station) == bodies(center) == [False]
    assert center.states() == ["erased", "applied", "applied"]
    erased(station)
    assert len(station.outbox()) == 3, "once more is nothing more"


def test_what_was_never_numbered_goes_altogether(station: TestNode, center: TestNode) -> None:
    say(station, center.name)
    erased(station)
    station.settle()
    assert (list(station.outbox()), list(center.inbox())) == ([], [])


def test_a_restored_consumer_gets_a_tombstone_and_finds_why(
    station: TestNode, center: TestNode
) -> None:
    take_in(center)
    say(station, center.name)
    erased_id = station.outbox()[0].msg_id
    station.settle()
    erased(station)
    station.settle()
    start_again(center, station.name)
    center.seen.clear()
    station.say(center.name)
    station.settle()
    assert center.states() == ["erased", "applied", "applied"]
    assert [message.type for message in center.seen] == [LEFT]
    assert (center.inbox()[0].msg_id, center.inbox()[0].body) == (erased_id, None)


def test_a_tombstone_that_nobody_explains_waits_and_alarms_while_the_stream_flows_on(
    station: TestNode, center: TestNode
) -> None:
    say(station, center.name)
    with station.act() as session:
        seal(session, station.tables, center.name, machine_now())
        session.execute(update(station.tables.outbox).values(body=None))
    station.say(center.name)
    station.settle()
    assert center.states() == ["parked", "applied"]
    assert center.inbox()[0].error == "message.erasure_missing"
    center.retry()
    assert center.states() == ["parked", "applied"]


def test_what_was_passed_on_because_of_it_goes_too(station: TestNode, center: TestNode) -> None:
    def passes(session: Any, message: Message, now: Any) -> None:
        for cause in (message.id, None):
            draft = Draft(CONTACT, message.subject, message.data, now, cause=cause)
            promise(session, center.tables, OTHER, draft)
        seal(session, center.tables, OTHER, machine_now())

    handle(center, CONTACT, passes)
    say(station, center.name)
    station.settle()
    assert bodies(center) == [True, True, True]
    erased(station)
    station.settle()
    assert bodies(center) == [False, True, False]
    told = [row for row in center.outbox() if row.type == ERASURE]
    assert [row.stream for row in told] == [f"{center.name}>{OTHER}"]


def test_who_received_it_may_have_it_erased_and_it_is_explained_to_them(
    station: TestNode, center: TestNode
) -> None:
    take_in(center)
    say(station, center.name)
    station.settle()
    erased(center)
    for _ in range(3):
        station.call()
    assert bodies(station) == bodies(center) == [False]
    kinds = [row.type for row in station.outbox()], [row.type for row in center.outbox()]
    assert kinds == ([CONTACT, ERASURE], [ERASURE])
    start_again(center, station.name)
    station.say(center.name)
    station.settle()
    assert center.states() == ["erased", "applied", "applied"]


def test_only_what_is_a_residents_can_be_erased_and_only_on_its_own_link(
    station: TestNode, center: TestNode
) -> None:
    take_in(center)
    left, sealed = station.say(center.name), say(station, center.name)
    station.settle()
    with center.act() as session:
        rows = update(center.tables.inbox).where(center.tables.inbox.msg_id == sealed)
        session.execute(rows.values(stream=f"{OTHER}>{center.name}"))
    station.say(center.name, ERASURE, SUBJECT, messages=[left, sealed])
    station.settle()
    assert bodies(center, LEFT) == bodies(center) == [True]


def test_what_is_dropped_is_forgotten_and_nobody_is_told(
    station: TestNode, center: TestNode
) -> None:
    take_in(center)
    say(station, center.name)
    station.settle()
    with center.act() as session:
        forget(session, center.tables, SUBJECT)
    assert (bodies(center), bodies(station), list(center.outbox())) == ([False], [True], [])


def test_many_are_named_in_more_than_one_message(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_ERASED == 100
    monkeypatch.setattr("shared.federation.erasure.MOST_ERASED", 2)
    for _ in range(3):
        say(station, center.name)
    take_in(center)
    station.settle()
    erased(station)
    station.settle()
    assert [row.type for row in station.outbox()].count(ERASURE) == 2
    assert bodies(center) == [False, False, False]


@pytest.mark.parametrize("digest", ["xyz", "00", 7])
def test_a_tombstone_is_a_digest_in_the_chain_or_nothing(digest: object) -> None:
    start = position.start("station:1>center:1")
    row = batch.Row(Position(uuid4(), 1, start.chain), uuid4(), None, None, b"\1" * 32)
    said = {"prev": start.to_wire(), "messages": [{**row.to_wire(), "erased": digest}]}
    with pytest.raises(InvalidError, match=r"exchange\.malformed"):
        batch.from_wire({**said, "checkpoint": "x"})
