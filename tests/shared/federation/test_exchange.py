"""One exchange: stored, receipted, doubled, swapped, forked, rewound; in both directions."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import delete, select, update

from shared.clock import business_now, machine_now
from shared.federation import signature
from shared.federation.call import Call
from shared.federation.http import Answer
from shared.federation.outbox import Draft, promise
from shared.federation.signature import Incoming
from tests.shared.federation.node import TestNode, left


def renewed(node: TestNode, call: Call) -> Call:
    """The same bytes under a new nonce."""
    outgoing = Incoming({}, call.body, "POST", call.url)
    nonce = signature.new_nonce()
    headers = signature.sign_request(node.vault, call.parties, outgoing, machine_now(), nonce)
    return replace(call, headers=headers, nonce=nonce)


def said(answer: Answer) -> dict[str, object]:
    found: dict[str, object] = json.loads(answer.body)
    return found


def test_what_is_promised_arrives_once_and_is_receipted(
    station: TestNode, center: TestNode
) -> None:
    ids = [station.say(center.name) for _ in range(3)]
    station.settle()
    assert [message.id for message in center.seen] == ids
    assert center.states() == ["applied"] * 3
    rows = station.outbox()
    assert all(row.acked_at is not None for row in rows)
    assert [row.arrived_at for row in rows] == [row.business_at for row in center.inbox()]
    assert [row.seq for row in rows] == [1, 2, 3]


def test_what_goes_down_is_receipted_too(station: TestNode, center: TestNode) -> None:
    center.say(station.name, "year.returned", "year:x", **returned())
    station.settle()
    [row] = station.inbox()
    assert row.type == "year.returned"
    assert center.outbox()[0].acked_at is not None


def returned() -> dict[str, object]:
    return {
        "station": "station:01-01",
        "year": 2025,
        "version": 1,
        "reason": "差",
        "differences": [],
    }


def test_a_request_again_byte_for_byte_is_a_replay(station: TestNode, center: TestNode) -> None:
    station.say(center.name)
    call = station.composed()
    assert station.send(call).status == 200
    again = station.send(call)
    assert (again.status, said(again)["code"]) == (401, "replay")
    assert len(center.inbox()) == 1


def test_a_batch_under_a_new_nonce_is_dup(station: TestNode, center: TestNode) -> None:
    for _ in range(2):
        station.say(center.name)
    call = station.composed()
    first, second = station.send(call), station.send(renewed(station, call))
    assert [each["state"] for each in said(first)["results"]] == ["stored"] * 2  # type: ignore[attr-defined]
    assert [each["state"] for each in said(second)["results"]] == ["dup"] * 2  # type: ignore[attr-defined]
    assert said(second)["receipt"] is not None
    assert len(center.seen) == 2
    station.settle()
    assert all(row.acked_at for row in station.outbox())


def test_of_two_swapped_batches_the_later_is_behind(station: TestNode, center: TestNode) -> None:
    station.say(center.name)
    first = station.composed()
    with station.act() as session:
        stream = session.get_one(station.tables.stream, f"{station.name}>{center.name}")
        stream.peer_seen_seq = 1
    station.say(center.name)
    second = station.composed()
    refused = station.send(second)
    assert (refused.status, said(refused)["code"]) == (409, "behind")
    assert said(refused)["cursor"]["seq"] == 0
    assert center.inbox() == []
    assert station.send(first).status == 200
    assert station.send(renewed(station, second)).status == 200
    assert [row.seq for row in center.inbox()] == [1, 2]


def test_a_caller_that_is_told_behind_rewinds_and_sends_again(
    station: TestNode, center: TestNode
) -> None:
    station.say(center.name)
    station.composed()
    with station.act() as session:
        stream = session.get_one(station.tables.stream, f"{station.name}>{center.name}")
        stream.peer_seen_seq = 1
    station.settle()
    assert len(center.seen) == 1
    assert station.outbox()[0].acked_at is not None


def test_a_consumer_that_lost_its_rows_gets_the_same_bytes_again(
    station: TestNode, center: TestNode
) -> None:
    for _ in range(3):
        station.say(center.name)
    station.settle()
    with center.act() as session:
        before = [row.chain for row in session.scalars(select(center.tables.inbox))]
        session.execute(delete(center.tables.inbox))
        session.execute(delete(center.tables.stream))
        session.execute(delete(center.tables.epoch))
    station.say(center.name)
    station.settle()
    assert [row.chain for row in center.inbox()][:3] == before
    assert len(center.inbox()) == 4


def test_a_lower_consumer_that_lost_its_rows_gets_them_again(
    station: TestNode, center: TestNode
) -> None:
    center.say(station.name, "year.returned", "year:x", **returned())
    station.settle()
    with station.act() as session:
        session.execute(delete(station.tables.inbox))
        name = f"{center.name}>{station.name}"
        session.execute(delete(station.tables.stream).where(station.tables.stream.stream == name))
        session.execute(delete(station.tables.epoch).where(station.tables.epoch.stream == name))
    station.settle()
    assert len(station.inbox()) == 1


def test_another_history_is_a_fork_and_nothing_is_stored(
    station: TestNode, center: TestNode
) -> None:
    for _ in range(3):
        station.say(center.name)
    station.settle()
    table = center.tables.inbox
    with center.act() as session:
        session.execute(update(table).where(table.seq == 2).values(chain=b"\0" * 32))
    with station.act() as session:
        stream = session.get_one(station.tables.stream, f"{station.name}>{center.name}")
        stream.peer_seen_seq = 1
    station.say(center.name)
    answer = station.send(station.composed())
    assert (answer.status, said(answer)["code"]) == (409, "fork")
    assert [each["seq"] for each in said(answer)["positions"]] == [2, 1]  # type: ignore[attr-defined]
    assert len(center.inbox()) == 3
    station.settle()
    with center.act() as session:
        kinds = session.scalars(select(center.tables.proof.kind)).all()
        assert kinds.count("fork") == 1
    with station.act() as session:
        stream = session.get_one(station.tables.stream, f"{station.name}>{center.name}")
        assert stream.state == "fork"


def test_an_unknown_epoch_is_a_fork(station: TestNode, center: TestNode) -> None:
    station.say(center.name)
    station.settle()
    with center.act() as session:
        stream = session.get_one(center.tables.stream, f"{station.name}>{center.name}")
        stream.epoch = uuid4()
    station.say(center.name)
    answer = station.send(station.composed())
    assert said(answer)["code"] == "fork"


def test_a_fork_of_one_stream_does_not_stop_the_other(station: TestNode, center: TestNode) -> None:
    station.say(center.name)
    station.settle()
    with center.act() as session:
        stream = session.get_one(center.tables.stream, f"{station.name}>{center.name}")
        stream.epoch = uuid4()
    center.say(station.name, "year.returned", "year:x", **returned())
    station.call()
    station.settle()
    assert len(station.inbox()) == 1


def test_a_second_copy_with_the_same_key_is_refused(station: TestNode, center: TestNode) -> None:
    with station.act() as session:
        session.get_one(station.tables.node, 1).instance = uuid4()
    station.say(center.name)
    answer = station.send(station.composed())
    assert (answer.status, said(answer)["code"]) == (409, "other_instance")
    assert center.inbox() == []
    station.call()
    assert station.peer(center.name).last_error == "other_instance"


def test_a_hundred_and_one_messages_need_two_batches(station: TestNode, center: TestNode) -> None:
    with station.act() as session:
        for n in range(101):
            draft = Draft("volunteer.left", f"volunteer:{n}", left(), business_now())
            promise(session, station.tables, center.name, draft)
    call = station.composed()
    assert len(json.loads(call.body)["up"]["messages"]) == 100
    station.settle()
    assert len(center.seen) == 101


def test_too_many_messages_are_refused_and_halved(station: TestNode, center: TestNode) -> None:
    with station.act() as session:
        peer = session.get_one(station.tables.peer, center.name)
        peer.batch_limit = 150
        for n in range(120):
            draft = Draft("volunteer.left", f"volunteer:{n}", left(), business_now())
            promise(session, station.tables, center.name, draft)
    answer = station.send(station.composed())
    assert (answer.status, said(answer)["code"]) == (413, "too_big")
    station.settle()
    assert len(center.seen) == 120


def test_a_full_batch_stays_below_a_mebibyte(station: TestNode, center: TestNode) -> None:
    big = {"message": "x", "type": "y", "code": "z", "sentence": "长" * 500}
    with station.act() as session:
        data = {
            "transfer": uuid4(),
            "volunteer": uuid4(),
            "to_station": "a",
            "sealed": "x" * 190_000,
        }
        for n in range(7):
            draft = Draft("transfer.statement", f"transfer:{n}", data, business_now())
            promise(session, station.tables, center.name, draft)
        promise(
            session,
            station.tables,
            center.name,
            Draft("message.rejected", "message:1", big, business_now()),
        )
    assert len(json.loads(station.composed().body)["up"]["messages"]) == 5
    station.settle()
    assert len(center.inbox()) == 8
