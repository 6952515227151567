"""Half a minute to take a slip back: held, let go, too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from shared.account import Actor
from shared.clock import business_now, machine_now
from shared.federation.holding import HOLD, Promised, held, held_until, let_go, take_back
from shared.federation.outbox import Draft, promise
from tests.shared.federation.node import LEFT, TestNode, left

PAGE = Actor(uuid4(), "刘经办", "clerk", "page")


def said(node: TestNode, subject: str = "volunteer:1") -> Promised:
    draft = Draft(LEFT, subject, left(), business_now(), not_before=held_until(PAGE))
    with node.act() as session:
        promise(session, node.tables, "center:01", draft)
    return Promised("center:01", LEFT, "volunteer:1")


def test_only_acts_on_pages_are_held() -> None:
    until = held_until(PAGE)
    assert until is not None
    assert timedelta(0) < until - machine_now() <= HOLD
    assert held_until(replace(PAGE, channel="api")) is None


def test_what_is_held_can_be_taken_back_once(station: TestNode, center: TestNode) -> None:
    promised = said(station)
    said(station, "volunteer:2")
    station.settle()
    with station.act() as session:
        assert held(session, station.tables, promised) is not None
        assert take_back(session, station.tables, promised)
        assert not take_back(session, station.tables, promised)
    assert [row.subject for row in station.outbox()] == ["volunteer:2"]
    assert not center.seen


def test_what_was_let_go_is_on_its_way(station: TestNode, center: TestNode) -> None:
    promised = said(station)
    with station.act() as session:
        let_go(session, station.tables, promised)
        assert held(session, station.tables, promised) is None
        assert not take_back(session, station.tables, promised)
    station.settle()
    assert len(center.seen) == 1
