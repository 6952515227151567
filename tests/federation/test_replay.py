"""Requests sent again, batches sent again, batches in the wrong order: nothing comes of them."""

from __future__ import annotations

from uuid import UUID

import pytest

from deploy.clerk import Clerk
from deploy.district import Node
from shared.clock import machine_now
from shared.domain.month import Month
from shared.federation.stream import batch_after, seal
from tests.federation.invariants import check_link
from tests.federation.peer import EXCHANGE, Peer, peer_of
from tests.federation.proxy import Exchange, header, send_raw
from tests.federation.school import YEAR
from tests.federation.trial import Trial

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("district")]

FRESH = 240


def exchanges(chain: Trial, node: Node) -> list[Exchange]:
    return [each for each in chain.line(node).recorded if each.path == EXCHANGE and each.answer]


def upper_of(chain: Trial, node: Node) -> Node:
    return chain.association if node is chain.center else chain.center


def age(exchange: Exchange) -> float:
    created = header(exchange.request, "signature-input").split("created=")[1].split(";")[0]
    return machine_now().timestamp() - int(created)


@pytest.fixture(scope="module")
def rest(chain: Trial) -> None:
    """A month more, and nothing under way."""
    number = chain.next_month()
    for clerk in chain.clerks:
        chain.report(clerk, number)
    chain.settle()
    chain.board.accept_reports()
    chain.settle()


def test_every_request_sent_again_is_refused(chain: Trial, rest: None) -> None:
    before = [chain.picture(clerk) for clerk in chain.clerks]
    codes = set()
    for node in chain.district.nodes[1:]:
        found = exchanges(chain, node)
        assert any(each.messages for each in found)
        for exchange in found:
            is_fresh = age(exchange) < FRESH
            again = send_raw(upper_of(chain, node).process.port, exchange.request)
            assert again.status == 401
            codes.add(again.answered["code"])
            assert again.answered["code"] == "replay" or not is_fresh
    assert codes - {"clock_skew"} == {"replay"}
    assert [chain.picture(clerk) for clerk in chain.clerks] == before


def test_every_batch_under_a_new_nonce_is_known(chain: Trial, rest: None) -> None:
    before = [chain.picture(clerk) for clerk in chain.clerks]
    for node in chain.district.nodes[1:]:
        upper = upper_of(chain, node)
        peer = peer_of(chain.open(node), chain.open(upper), upper.process.url)
        brought = 0
        for exchange in exchanges(chain, node):
            body = exchange.request.partition(b"\r\n\r\n")[2]
            said = Exchange(b"", b"HTTP/1.1 200\r\n\r\n" + peer.send(EXCHANGE, body).body).answered
            assert [each["state"] for each in said["results"]] == ["dup"] * len(exchange.messages)
            brought += len(exchange.messages)
        assert brought > 10
    chain.settle()
    assert [chain.picture(clerk) for clerk in chain.clerks] == before
    check_all(chain)


def test_the_later_of_two_swapped_batches_is_first_refused(chain: Trial, rest: None) -> None:
    clerk = chain.clerks[1]
    number = chain.next_month()
    clerk.node.process.kill("agent")
    chain.report(clerk, number)
    peer, count = puppet_with_what_waits(chain, clerk)
    half = count // 2
    status, said = peer.exchange(peer.batch(half + 1, count))
    assert (status, said["code"]) == (409, "behind")
    assert said["cursor"] == peer.batch(1, half).prev.to_wire()
    assert str(Month(YEAR, number)) not in chain.reports(clerk)
    for batch in (peer.batch(1, half), peer.batch(half + 1, count)):
        status, said = peer.exchange(batch)
        assert status == 200
        assert {each["state"] for each in said["results"]} == {"stored"}
    clerk.node.process.start("agent")
    chain.settle()
    assert chain.reports(clerk)[str(Month(YEAR, number))]["entries"] == 40
    check_all(chain)


def puppet_with_what_waits(chain: Trial, clerk: Clerk) -> tuple[Peer, int]:
    """Seals in the station's own database what it has promised, as its agent would."""
    station = chain.open(clerk.node)
    peer = peer_of(station, chain.open(chain.center), chain.center.process.url)
    with station.session(writes=True) as session:
        stream = seal(session, station.tables, peer.upper, machine_now())
        found = batch_after(session, station.tables, stream)
    peer.base, peer.rows = found.prev, list(found.rows)
    assert isinstance(peer.base.epoch, UUID)
    assert len(peer.rows) > 1
    return peer, len(peer.rows)


def check_all(chain: Trial) -> None:
    center = chain.open(chain.center)
    for clerk in chain.clerks:
        check_link(chain.open(clerk.node), center)
    check_link(center, chain.open(chain.association))
