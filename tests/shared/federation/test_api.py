"""上报与同步 over a node's JSON API: who may see it, send now, mend, enrol."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from shared.clock import machine_now
from shared.database import transaction
from shared.federation.enrolment import make_string
from shared.federation.name import stream_of
from station.models.federation import TABLES
from tests.conftest import MakeNode
from tests.shared.federation.node import TestNode


@pytest.fixture
def app(make_node: MakeNode) -> Flask:
    return make_node("station", "01-01", upper="center:01")


@pytest.fixture
def api(app: Flask) -> Any:
    """Calls as the administrator."""
    client = app.test_client()
    login = {"login": "admin", "password": "admin-password"}
    token = client.post("/api/tokens", json=login).json["token"]

    def call(method: str, path: str, **given: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return client.open(f"/api/link{path}", method=method, headers=headers, **given)

    return call


def stuck(app: Flask, state: str) -> UUID:
    """A message in the inbox that can't be read."""
    id = uuid4()
    row = {"stream": stream_of("center:01", "station:01-01"), "epoch": uuid4(), "seq": 1}
    row |= {"chain": b"0" * 32, "msg_id": id, "body": b"{", "received_at": machine_now()}
    row |= {"body_sha256": hashlib.sha256(b"{").digest(), "business_at": machine_now()}
    with app.app_context(), transaction(app.extensions["yigong"].db) as session:
        session.add(TABLES.inbox(**row, state=state, retry_at=machine_now()))
    return id


def test_nobody_sees_a_link_without_signing_in(app: Flask) -> None:
    assert app.test_client().get("/api/link").status_code == 401


def test_the_link_shows_an_upper_node_before_enrolment(api: Any) -> None:
    said = api("GET", "").json
    assert said["peers"][0]["state"] == "not_enrolled"
    assert said["quiet"] is (said["peers"][0]["unsealed"] == 0)
    assert len(said["fingerprint"].replace(" ", "")) == 20


def test_send_now_is_answered_empty(api: Any) -> None:
    assert api("POST", "/dispatch").status_code == 204


def test_stuck_messages_are_listed_and_discarded_with_a_reason(app: Flask, api: Any) -> None:
    id = stuck(app, "parked")
    listed = api("GET", "/messages?state=parked").json
    assert [each["id"] for each in listed["items"]] == [str(id)]
    assert api("GET", "/messages").status_code == 422
    assert api("POST", f"/messages/{id}/discard", json={"reason": ""}).status_code == 422
    said = api("POST", f"/messages/{id}/discard", json={"reason": "已电话核实"})
    assert (said.status_code, said.json["state"]) == (200, "discarded")
    assert api("POST", f"/messages/{id}/retry").status_code == 404
    assert api("GET", "/messages?state=parked").json["total"] == 0


def test_a_retried_message_says_what_came_of_it(app: Flask, api: Any) -> None:
    said = api("POST", f"/messages/{stuck(app, 'parked')}/retry").json
    assert (said["state"], said["error"]) == ("rejected", "message.unreadable")
    assert said["sentence"] == "消息无法读取。"


def test_a_node_enrols_by_its_administrator(api: Any, center: TestNode) -> None:
    with center.act() as session:
        string = make_string(session, center.tables, "station:01-01", "一小", center.url)
    said = api("POST", "/enrolment", json={"string": string}).json
    assert said["state"] == "pending"
    assert said["fingerprint"] == api("GET", "").json["fingerprint"]
    assert api("POST", "/enrolment", json={"string": "x"}).status_code == 422
