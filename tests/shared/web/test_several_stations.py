"""Residents' pages of a node that receives for several stations, as a center's front door will."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import Context
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shared.domain.service_item import public
from shared.errors import ConflictError
from shared.resident import Desk, Given, Reception, Wish
from shared.web.app import make_app
from station.actions.resident import RESIDENTS, ask
from station.app import TIER
from tests.conftest import MakeNode
from tests.database import Databases
from tests.reader import TOKEN, words
from tests.stranger import Stranger

EAST = Reception("station:01-3301", "东街小学", "", public(), reach="https://center.example")
WEST = Reception("station:01-3302", "西街小学", "03153550188", public()[:3])


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """What is seen here has nothing to do with the database."""
    return sqlite


class Door:
    """Two stations' reception; remembers whom each wish was for."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.stations: list[Reception] = [EAST, WEST]
        self.elsewhere: dict[str, str] = {}

    def desks(self, _session: Session, _day: date) -> Sequence[Desk]:
        return [
            Desk(one.node, one.title, one.phone, self.elsewhere.get(one.node, ""))
            for one in self.stations
        ]

    def reception(self, _session: Session, node: str, _day: date) -> Reception | None:
        here = [one for one in self.stations if one.node not in self.elsewhere]
        return next((one for one in here if one.node == node), None)

    def ask(self, session: Session, now: object, wish: Wish) -> Given:
        if wish.item is None:
            raise ConflictError("service_request.over")
        self.wishes.append(wish)
        return ask(session, now, wish)  # type: ignore[arg-type]


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def app(make_node: MakeNode, door: Door) -> Flask:
    node = make_node("station", "01-3301", title="东街小学")
    residents = replace(RESIDENTS, desks=door.desks, reception=door.reception, ask=door.ask)
    return make_app(replace(TIER, residents=residents), node.extensions["yigong_settings"])


def test_the_station_is_chosen_first_and_named_by_the_form(app: Flask, door: Door) -> None:
    resident = Stranger(app)
    page = resident.page("/ask")
    assert "东街小学" in page
    assert "西街小学" in page
    assert "水电、家电小修" not in page
    assert "水电、家电小修" in resident.page("/ask?station=station:01-3301")
    assert "西街小学" in resident.page("/ask?station=station:01-3302")
    answer = resident.ask("/ask?station=station:01-3302", station="station:01-3302")
    assert answer.status_code == 302
    assert [wish.node for wish in door.wishes] == ["station:01-3302"]
    assert resident.ask("/ask?station=station:01-3301", station="").status_code == 302
    assert "东街小学" in resident.page("/ask/done")
    door.stations = [WEST]
    assert resident.get("/ask/done").headers["Location"] == "/track/request"


def test_one_that_receives_by_itself_is_a_link_and_nothing_is_received_for_it(
    app: Flask, door: Door
) -> None:
    door.elsewhere[WEST.node] = "https://west.example"
    resident = Stranger(app)
    assert 'href="https://west.example/ask"' in resident.get("/ask").text
    assert "找哪个工作站帮忙" in resident.page("/ask?station=station:01-3302")
    found = TOKEN.search(resident.get("/track").text)
    assert found is not None
    sent = {"csrf_token": found[1], "station": WEST.node}
    answer = Context().run(lambda: resident.client.post("/ask", data=sent))
    assert answer.status_code == 404
    door.stations = door.stations[1:]
    assert "找哪个工作站帮忙" in resident.page("/ask")
    client = resident.client
    assert Context().run(lambda: client.get("/open311/v2/services")).status_code == 404
    door.stations = []
    assert "现在没有工作站在这里接待" in resident.page("/ask")
    assert door.wishes == []


def test_what_the_node_refuses_at_last_is_said_over_the_form(app: Flask) -> None:
    resident = Stranger(app)
    answer = resident.ask("/ask?station=station:01-3302", station="station:01-3302", item="other")
    assert answer.status_code == 422
    assert "已经办结" in words(answer)
    assert "育才里" in answer.text


def test_without_a_station_nothing_is_received(app: Flask, door: Door) -> None:
    resident = Stranger(app)
    token = resident.get("/track").text.partition('csrf_token" value="')[2].partition('"')[0]
    sent = {"csrf_token": token, "station": "station:09-9999"}
    answer = Context().run(lambda: resident.client.post("/ask", data=sent))
    assert answer.status_code == 404
    without_token = Context().run(lambda: resident.client.post("/ask", data={}))
    assert without_token.status_code == 403
    assert "找哪个工作站帮忙" in words(without_token)
    assert door.wishes == []


def test_a_lost_code_is_looked_for_at_the_station_that_is_chosen(app: Flask) -> None:
    resident = Stranger(app)
    resident.ask("/ask?station=station:01-3301", station="station:01-3301")
    page = resident.get("/track/lost").text
    assert 'value="station:01-3302"' in page
    assert 'href="tel:03153550188"' in page
    east = resident.send("/track/lost", {"station": "station:01-3301", "phone": "6021"})
    west = resident.send("/track/lost", {"station": "station:01-3302", "phone": "6021"})
    assert "没办完的 1 件" in words(east)
    assert "没有找到" in words(west)
    assert 'value="station:01-3302" selected' in west.text


def test_a_jurisdiction_may_name_the_station(app: Flask, door: Door) -> None:
    client = Stranger(app).client
    services = Context().run(
        lambda: client.get("/open311/v2/services.json?jurisdiction_id=station:01-3302")
    )
    assert len(services.json or []) == 3
    unnamed = Context().run(lambda: client.get("/open311/v2/services.json"))
    assert unnamed.status_code == 400
    assert "jurisdiction_id" in unnamed.text
    door.stations = [EAST]
    assert len(Context().run(lambda: client.get("/open311/v2/services.json")).json or []) == 13
    door.stations = []
    assert Context().run(lambda: client.get("/open311/v2/services")).status_code == 404
