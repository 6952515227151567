"""The line and the clock: captive portals, back-off, Retry-After, killed between two steps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError

from shared.clock import machine_now
from shared.federation import blueprint, caller, exchange, judgement, schedule, signature
from shared.federation.exchange import refuse
from shared.federation.http import Http, LineError
from shared.federation.signature import Incoming, Parties
from tests.shared.federation.node import TestNode, listening


def redirect_to(station: TestNode, center: TestNode, url: str) -> None:
    with station.act() as session:
        session.get_one(station.tables.peer, center.name).url = url


def portal(status: int, body: bytes = b"<html>Sign in, please</html>") -> Flask:
    app = Flask("portal")

    @app.route("/<path:_any>", methods=["POST", "GET"])
    def answer(_any: str) -> Response:
        return Response(body, status, {"Location": "http://127.0.0.1:1/"})

    return app


@pytest.mark.parametrize("status", [200, 302, 401, 403, 409, 413, 426, 500, 503])
def test_a_captive_portal_is_a_fault_of_the_line_whatever_it_answers(
    station: TestNode, center: TestNode, status: int
) -> None:
    station.say(center.name)
    with listening(portal(status)) as url:
        redirect_to(station, center, url)
        assert station.call() is False
    peer = station.peer(center.name)
    assert (peer.state, peer.fails) == ("active", 1)
    assert peer.last_error == f"line: HTTP {status}, unsigned"
    redirect_to(station, center, center.url)
    station.settle()
    assert len(center.seen) == 1
    assert station.peer(center.name).fails == 0


def test_an_answer_of_earlier_means_nothing_today(station: TestNode, center: TestNode) -> None:
    station.say(center.name)
    recorded = station.send(station.composed())
    app = Flask("recorder")

    @app.post("/<path:_any>")
    def answer(_any: str) -> Response:
        return Response(recorded.body, recorded.status, dict(recorded.headers))

    with listening(app) as url:
        redirect_to(station, center, url)
        station.call()
    assert station.outbox()[0].acked_at is None
    assert station.peer(center.name).last_error == "line: HTTP 200, signed for another request"


def test_nobody_listening_backs_off_ever_longer_and_never_gives_up(
    station: TestNode, center: TestNode
) -> None:
    redirect_to(station, center, "http://127.0.0.1:1")
    waits = []
    for _ in range(12):
        station.call()
        until = station.peer(center.name).next_at
        assert until is not None
        waits.append((until - machine_now()).total_seconds())
    assert 3 < waits[0] < 7
    assert 8 < waits[1] < 13
    assert all(600 < wait <= 1081 for wait in waits[-3:])
    assert station.peer(center.name).fails == 12


def test_a_wrong_clock_is_corrected_and_the_call_made_again(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.say(center.name)
    with station.act() as session:
        session.get_one(station.tables.peer, center.name).clock_offset = 86_400.0
    station.call()
    assert len(center.seen) == 1
    assert abs(station.peer(center.name).clock_offset) < 30


def answering(center: TestNode, status: int, code: str, **values: Any) -> Flask:
    """An upper node that gives every request the same signed refusal."""
    app = Flask("refuser")

    @app.post("/<path:_any>")
    def answer(_any: str) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        with center.act() as session:
            instance = str(session.get_one(center.tables.node, 1).instance)
        parties = Parties(center.name, headers["fed-from"], instance)
        body = json.dumps(dict(refuse(status, code, **values).said)).encode()
        outgoing = Incoming({}, body, status=status)
        nonce = signature.claimed_nonce(headers)
        signed = signature.sign_answer(center.vault, parties, outgoing, machine_now(), nonce)
        return Response(body, status, signed)

    return app


@pytest.mark.parametrize(
    ("status", "code", "values", "least", "most"),
    [
        (503, "busy", {"retry_after": 42}, 40, 43),
        (507, "full", {"retry_after": 300}, 295, 301),
        (429, "busy", {"retry_after": 99_999}, 895, 901),
        (503, "busy", {}, 3, 7),
        (503, "busy", {"retry_after": "soon"}, 3, 7),
        (403, "revoked", {}, 3590, 3601),
        (403, "pending", {}, 9, 11),
        (426, "too_old", {}, 3590, 3601),
        (409, "other_instance", {}, 3590, 3601),
        (401, "signature", {}, 3, 7),
        (401, "replay", {}, 3, 7),
        (401, "clock_skew", {"time": "2026-01-01T00:00:00+00:00"}, 3, 7),
        (422, "exchange.malformed", {}, 3, 7),
    ],
)
def test_a_signed_refusal_is_obeyed(
    station: TestNode,
    center: TestNode,
    status: int,
    code: str,
    values: dict[str, Any],
    least: int,
    most: int,
) -> None:
    station.say(center.name)
    with listening(answering(center, status, code, **values)) as url:
        redirect_to(station, center, url)
        station.call()
    peer = station.peer(center.name)
    assert peer.next_at is not None
    assert least <= (peer.next_at - machine_now()).total_seconds() <= most
    assert (peer.fails, peer.last_error) == (1, code)


def test_a_batch_that_is_too_big_is_halved_down_to_one(station: TestNode, center: TestNode) -> None:
    station.say(center.name)
    with listening(answering(center, 413, "too_big")) as url:
        redirect_to(station, center, url)
        calls = 0
        while station.call():
            calls += 1
    assert calls == 6
    assert station.peer(center.name).fails == 1


@pytest.mark.parametrize("said", [{"down": 1}, {"up_cursor": None}, {"receipt": "x"}, {"time": 0}])
def test_a_signed_answer_that_makes_no_sense_changes_nothing(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    station.say(center.name)
    true = blueprint._sign

    def spoil(db: Any, link: Any, reply: Any, headers: Any) -> Response:
        return true(db, link, type(reply)(reply.status, {**reply.said, **said}), headers)

    with monkeypatch.context() as patch:
        patch.setattr(blueprint, "_sign", spoil)
        station.call()
    assert station.outbox()[0].acked_at is None
    assert station.peer(center.name).fails == 1
    station.settle()
    assert len(center.seen) == 1
    assert station.outbox()[0].acked_at is not None


class KilledError(BaseException):
    """Stands for SIGKILL: no handler of errors sees it."""


def killed(*_args: Any, **_kwargs: Any) -> Any:
    raise KilledError


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (caller, "_read"),
        (caller, "judge"),
        (judgement, "accept_receipt"),
        (judgement, "take"),
        (schedule, "after_success"),
    ],
)
def test_a_caller_killed_between_two_steps_loses_nothing(
    station: TestNode,
    center: TestNode,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    step: str,
) -> None:
    ids = [station.say(center.name) for _ in range(3)]
    center.say(station.name, "year.returned", "year:x", **RETURNED)
    with monkeypatch.context() as patch:
        patch.setattr(module, step, killed)
        with pytest.raises(KilledError):
            station.call()
    station.settle()
    assert [message.id for message in center.seen] == ids
    assert all(row.acked_at for row in station.outbox())
    assert len(station.inbox()) == 1
    assert center.outbox()[0].acked_at is not None


RETURNED = {
    "station": "station:01-01",
    "year": 2025,
    "version": 1,
    "reason": "",
    "differences": [],
}


@pytest.mark.parametrize("step", ["take", "_down", "_stored"])
def test_an_upper_node_that_breaks_between_two_steps_loses_nothing(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_args: Any) -> Any:
        raise OperationalError("x", {}, Exception("disk full" if step == "take" else "gone"))

    ids = [station.say(center.name) for _ in range(3)]
    with monkeypatch.context() as patch:
        patch.setattr(exchange, step, broken)
        station.call()
    assert station.peer(center.name).last_error == ("full" if step == "take" else "busy")
    assert center.inbox() == []
    station.settle()
    assert [row.msg_id for row in center.inbox()] == ids
    assert center.states() == ["applied"] * 3


def test_an_answer_lost_after_the_commit_is_asked_for_again(
    station: TestNode, center: TestNode
) -> None:
    station.say(center.name)
    station.send(station.composed())
    assert station.outbox()[0].acked_at is None
    station.settle()
    assert station.outbox()[0].acked_at is not None
    assert len(center.seen) == 1


def test_http_names_its_facts() -> None:
    with pytest.raises(LineError) as caught:
        Http().call("GET", "http://127.0.0.1:1/x")
    assert (caught.value.method, caught.value.url) == ("GET", "http://127.0.0.1:1/x")
    assert "Connection" in caught.value.reason


def test_http_follows_no_redirect_and_bounds_what_it_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    http = Http()
    with listening(portal(302, b"x" * 1000)) as url:
        assert http.call("GET", url + "/x").status == 302
        monkeypatch.setattr("shared.federation.http.LARGEST", 999)
        with pytest.raises(LineError, match="more than 999"):
            http.call("GET", url + "/x")
    http.close()
