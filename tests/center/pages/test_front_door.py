"""Residents' pages of a center: asked, followed and signed for a station that nobody reaches."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context

import pytest
from sqlalchemy import event

from center.actions.resident import follow
from center.database import db
from tests.center.actions.test_front_door import DOOR, Given, ask, door, link, tell
from tests.center.bureau import A, B, Bureau
from tests.conftest import MakeNode
from tests.database import Databases
from tests.reader import hidden, words
from tests.shared.web.conftest import untranslated
from tests.station.requests.served import DRAWN
from tests.stranger import Stranger

__all__ = ["door"]
HERE = f"/ask?station={A}"
WHOLE = ", station.front_door"


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """What the database does is tested with the acts, on both kinds."""
    return sqlite


@pytest.fixture
def resident(door: Bureau) -> Stranger:
    return Stranger(door.app)


def test_the_station_is_chosen_and_one_that_can_be_reached_is_a_link(resident: Stranger) -> None:
    page = resident.get("/ask").text
    assert f'href="{HERE.replace(":", "%3A")}"' in page or f'href="{HERE}"' in page
    assert 'href="https://b.example/ask"' in page
    assert "服务中心打不开，等站01来取" in resident.page(HERE)
    assert "找哪个工作站帮忙" in resident.page(f"/ask?station={B}")
    assert "请党员义工帮忙" in resident.page("/login")


def test_what_is_asked_waits_honestly_and_is_followed(door: Bureau, resident: Stranger) -> None:
    assert resident.ask(HERE, station=A).status_code == 302
    page = resident.page("/ask/done")
    assert "只有站01打得开" in page
    assert "localhost/track" in page
    assert "<svg" in resident.get("/ask/done").text
    code = Stranger(door.app, "10.0.0.9").asked_at(HERE, A)
    page = resident.follow(code)
    assert "已收到，等站01来取" in page
    assert "现由" not in page
    assert resident.send("/track/request/words", {"words": "改成周五"}).status_code == 302
    assert "已记下，等工作站来取" in resident.page("/track/request")
    found = follow(db.session(), code.replace("-", ""))
    assert found is not None
    db.session.rollback()
    given = Given(found.request, "")
    tell(door, given)
    page = resident.page("/track/request")
    assert "现由站01办理" in page
    assert "2025-0001" in page
    assert resident.send("/track/request/withdrawal", {"words": ""}).status_code == 302
    assert "您要撤回，已记下，等站01来取" in resident.page("/track/request")
    tell(door, given, withdrawn="passage.not_holder")
    assert "没能撤回" in resident.page("/track/request")


def test_a_lost_code_is_asked_for_by_telephone(resident: Stranger) -> None:
    page = resident.get("/track/lost")
    assert "这里不保存电话" in words(page)
    assert 'href="tel:03153550126"' in page.text
    token = resident.get("/track").text.partition('csrf_token" value="')[2].partition('"')[0]
    sent = {"csrf_token": token, "phone": "6021"}
    answer = Context().run(lambda: resident.client.post("/track/lost", data=sent))
    assert "这里不保存电话" in words(answer)


def test_open311_answers_for_the_one_station_that_is_received_for(
    door: Bureau, resident: Stranger
) -> None:
    posted = {"service_code": "repair", "address_string": "育才里", "description": "漏水"}
    answer = Context().run(lambda: resident.client.post("/open311/v2/requests.json", data=posted))
    assert answer.status_code == 201
    [given] = answer.json or []
    token = Context().run(lambda: resident.client.get(f"/open311/v2/tokens/{given['token']}.json"))
    assert (token.json or [])[0]["service_request_id"] == given["service_request_id"]
    assert door.sent("request.received", A)[-1]["request"] == given["service_request_id"]


def test_a_signature_is_taken_and_said_to_wait(door: Bureau, resident: Stranger) -> None:
    given = ask(door)
    one = link(door, 2)
    tell(door, given, signatures=[one])
    path = f"/s/{'t' * 32}"
    page = resident.get(path)
    text = words(page)
    for part in ("义务维修", "赵*", "站01", "2 小时", "服务中心打不开"):
        assert part in text
    assert "下载纸质服务单" not in text
    typed = {"seen": hidden(page, "seen"), "name": "郑桂芳", "capacity": "recipient"}
    typed |= {f"e-{one['lines'][0]['record']}": "satisfied"}
    none = resident.send(path, typed)
    assert none.status_code == 422
    assert "请用手指签上名字" in words(none)
    assert "郑桂芳" in none.text
    done = resident.send(path, typed | {"ink": DRAWN})
    assert "等站01来取，取走以后才算定下来" in words(done)
    assert resident.get(path).status_code == 409


def test_a_dispute_is_noted(door: Bureau, resident: Stranger) -> None:
    tell(door, ask(door), signatures=[link(door, 2)])
    path = f"/s/{'t' * 32}"
    token = resident.get(path).text.partition('csrf_token" value="')[2].partition('"')[0]
    sent = {"csrf_token": token, "words": "只来了半小时"}
    answer = Context().run(lambda: resident.client.post(f"{path}/dispute", data=sent))
    assert "记下了" in words(answer)


def test_all_of_it_is_in_english_too(door: Bureau) -> None:
    door.profile(A, front_door=DOOR, title="North School")
    resident = Stranger(door.app, language="en")
    assert resident.ask(HERE, station=A).status_code == 302
    for path in (HERE, "/ask/done", "/track", "/track/lost", "/track/request"):
        page = resident.get(path).text
        assert untranslated(page, "教育局党员义工服务中心", "寒假") == [], path


def test_a_center_without_such_stations_says_so(make_node: MakeNode) -> None:
    app = make_node("center", "09")
    assert "现在没有工作站在这里接待" in Stranger(app).page("/ask")


def test_pages_read_of_stations_what_they_show_and_no_more(
    door: Bureau, resident: Stranger
) -> None:
    """Of 1,500 stations none is read to look for a code, one by its key to ask it."""
    code = Stranger(door.app, "10.0.0.9").asked_at(HERE, A)
    assert asked_of_stations(lambda: resident.get("/track")) == []
    [lost] = asked_of_stations(lambda: resident.get("/track/lost"))
    assert WHOLE not in lost
    for path in (HERE, f"/open311/v2/services.json?jurisdiction_id={A}"):
        [one] = asked_of_stations(lambda at=path: resident.get(at))  # type: ignore[misc]
        assert WHOLE in one and "WHERE station.name = " in one
    resident.follow(code)
    [own] = asked_of_stations(lambda: resident.get("/track/request"))
    assert "WHERE station.name = " in own


def asked_of_stations(act: Callable[[], object]) -> list[str]:
    """The statements that read the table of stations meanwhile."""
    found: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(" ".join(statement.split()))

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    return [one for one in found if re.search(r"FROM station\b", one)]
