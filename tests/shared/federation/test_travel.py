"""One tick, two ticks: how far a thing's newest message has come."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.federation.outbox import Draft, promise
from shared.federation.travel import travelled
from station.models.federation import TABLES
from tests.conftest import MakeNode
from tests.shared.federation.node import LEFT, left

SUBJECT = "volunteer:1"


@pytest.fixture
def app(make_node: MakeNode) -> Flask:
    return make_node("station", "01-01", upper="center:01")


def say(app: Flask, subject: str = SUBJECT) -> None:
    with app.app_context(), transaction(app.extensions["yigong"].db) as session:
        promise(session, TABLES, "center:01", Draft(LEFT, subject, left(), business_now()))


def mark(app: Flask, **values: Any) -> None:
    """What a receipt or a refusal does to the messages that went so far."""
    with app.app_context(), transaction(app.extensions["yigong"].db) as session:
        for row in session.query(TABLES.outbox).filter_by(acked_at=None, type=LEFT):
            for name, value in values.items():
                setattr(row, name, value)


def state(app: Flask, *subjects: str) -> dict[str, str]:
    with app.app_context():
        session = app.extensions["yigong"].db.session()
        return dict(travelled(session, TABLES, LEFT, subjects or (SUBJECT,)))


def test_nothing_said_has_no_tick(app: Flask) -> None:
    assert state(app) == {} and state(app, *[]) == {}
    with app.app_context():
        assert travelled(app.extensions["yigong"].db.session(), TABLES, LEFT, []) == {}


def test_saved_here_then_receipted_there(app: Flask) -> None:
    say(app)
    assert state(app) == {SUBJECT: "saved"}
    mark(app, seq=1, epoch=uuid4(), chain=b"0" * 32, sealed_at=machine_now())
    assert state(app) == {SUBJECT: "saved"}
    mark(app, acked_at=machine_now())
    assert state(app) == {SUBJECT: "receipted"}


def test_a_refusal_shows_until_a_newer_version_is_said(app: Flask) -> None:
    say(app)
    mark(app, acked_at=machine_now(), refused="不对。")
    assert state(app) == {SUBJECT: "refused"}
    say(app)
    assert state(app) == {SUBJECT: "saved"}
    mark(app, acked_at=machine_now())
    assert state(app) == {SUBJECT: "receipted"}


def test_of_many_each_has_its_own(app: Flask) -> None:
    say(app, "volunteer:1")
    mark(app, acked_at=machine_now())
    say(app, "volunteer:2")
    found = state(app, "volunteer:1", "volunteer:2", "volunteer:3")
    assert found == {"volunteer:1": "receipted", "volunteer:2": "saved"}


def test_the_association_says_nothing_upwards(make_node: MakeNode) -> None:
    app = make_node("association", "13")
    parts = app.extensions["yigong"]
    with app.app_context():
        assert travelled(parts.db.session(), parts.link.tables, LEFT, [SUBJECT]) == {}
