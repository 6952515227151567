"""Strangers take turns; who works at the node doesn't wait for them, nor anybody for long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Event, Semaphore
from typing import Any

import pytest
from flask import Flask

from shared.web import lane
from shared.web.lane import add_lane

WAIT = 5.0


class Server:
    """A page of strangers that takes as long as it is told to, and one of the node's own."""

    def __init__(self) -> None:
        self.app = Flask(__name__)
        self.inside, self.go, self.broken = Semaphore(0), Event(), False
        add_lane(self.app)
        self.app.add_url_rule("/ask", view_func=self.ask, methods=["POST"])
        self.app.add_url_rule("/today", view_func=lambda: "today")

    def ask(self) -> str:
        self.inside.release()
        assert self.go.wait(WAIT)
        if self.broken:
            raise RuntimeError
        return "asked"

    def open(self, path: str, **sent: Any) -> int:
        return Context().run(lambda: self.app.test_client().open(path, **sent).status_code)

    def post(self) -> int:
        return self.open("/ask", method="POST", data={"words": "漏水"})


@pytest.fixture
def server() -> Server:
    return Server()


def test_a_second_stranger_waits_for_the_first_and_a_clerk_for_none(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "LONGEST_WAIT", WAIT)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(server.post)
        assert server.inside.acquire(timeout=WAIT)
        second = pool.submit(server.post)
        assert not server.inside.acquire(timeout=0.2)
        assert server.open("/today") == 200
        server.go.set()
        assert [first.result(WAIT), second.result(WAIT)] == [200, 200]


def test_nobody_waits_for_long_and_who_did_leaves_the_turn_to_whoever_has_it(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "LONGEST_WAIT", 0.01)
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(server.post) for _ in range(2)]
        assert all(server.inside.acquire(timeout=WAIT) for _ in waiting)
        server.go.set()
        assert [one.result(WAIT) for one in waiting] == [200, 200]
        monkeypatch.setattr(lane, "LONGEST_WAIT", WAIT)
        server.go.clear()
        waiting = [pool.submit(server.post) for _ in range(2)]
        assert server.inside.acquire(timeout=WAIT)
        assert not server.inside.acquire(timeout=0.2)  # one turn, not two
        server.go.set()
        assert [one.result(WAIT) for one in waiting] == [200, 200]


def test_a_fault_gives_the_turn_back(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "LONGEST_WAIT", 60.0)
    server.go.set()
    server.broken = True
    assert [server.post() for _ in range(2)] == [500, 500]
