"""What is polled all the time stays cheap, however many messages and links there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.errors import ConflictError, NotFoundError
from shared.federation.link import Message
from shared.federation.status import status
from tests.database import Databases
from tests.shared.federation.node import LEFT, TestNode, handle, left, make_node


def shown(node: TestNode) -> tuple[dict[str, Any], list[str]]:
    """The status, and the statements that it took."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    with node.act() as session:
        event.listen(node.db.engine, "before_cursor_execute", note)
        try:
            return status(session, node.tables), said
        finally:
            event.remove(node.db.engine, "before_cursor_execute", note)


def test_more_links_take_no_more_statements(station: TestNode, center: TestNode) -> None:
    _, few = shown(center)
    with center.act() as session:
        for n in range(20):
            keys = {"sign_key": "A" * 43, "seal_key": "A" * 43}
            peer = center.tables.peer(
                node=f"station:09-{n}", title="", side="lower", state="active", **keys
            )
            peer.enrolled_at = machine_now()
            session.add(peer)
    found, many = shown(center)
    assert len(found["peers"]) == 22
    assert len(many) == len(few)


def test_it_counts_what_waits_what_was_refused_and_what_came_of_the_rest(
    station: TestNode, center: TestNode
) -> None:
    def judge(_session: Session, message: Message, _now: Any) -> None:
        if message.data["reason"] == "died":
            raise ConflictError("x.refused")
        if message.data["reason"] == "retired":
            raise NotFoundError("x.unknown")

    handle(center, LEFT, judge)
    for reason in ("died", "died", "retired", "other"):
        station.say(center.name, **left(reason=reason))
    station.settle()
    station.say(center.name, subject=f"volunteer:{uuid4()}")
    [up] = shown(station)[0]["peers"]
    figures = ("unsealed", "sealed", "acked", "unacked", "refused", "received")
    assert [up[name] for name in figures] == [1, 4, 4, 0, 2, 2]
    assert up["oldest_waiting"] == station.outbox()[-1].created_at
    assert shown(station)[0]["inbox"] == {"applied": 2}
    assert shown(center)[0]["inbox"] == {"applied": 1, "rejected": 2, "parked": 1}


def test_what_has_been_acknowledged_is_not_read(sqlite: Databases, tmp_path: Path) -> None:
    station = make_node(sqlite, tmp_path, "station:01-01", "center:01")
    _, said = shown(station)
    counted = [statement for statement in said if "FROM outbox" in statement]
    with station.act() as session:
        for statement in counted:
            explained = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
            assert re.search("USING .*INDEX ix_outbox_(unacked|refused)", str(explained.all()))
    assert len(counted) == 2
    with station.app.app_context():
        station.db.engine.dispose()
