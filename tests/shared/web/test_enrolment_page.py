"""A station joins a center by pages alone: the string, the fingerprint read out, the approval."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from shared.federation import caller
from shared.federation.http import Http
from tests.conftest import ADMINISTRATOR, MakeNode
from tests.reader import Reader, words
from tests.shared.federation.node import listening
from tests.shared.web.conftest import add, untranslated, visit

STRING = re.compile(r"yg1\.[\w-]+")
OWN = re.compile(r'id="fingerprint">([0-9a-f ]+)<')
NAMES = ("实验小学", "教育局中心", "古冶区党员义工协会", ADMINISTRATOR.name)


@pytest.fixture
def center(make_node: MakeNode) -> Flask:
    app = make_node("center", "01", title="教育局中心", upper="association:13")
    add(app, "viewer", "viewer")
    return app


def invite(center: Reader, url: str, **typed: str) -> str:
    """The string that the page shows."""
    sent = {"node": "01-3301", "title": "实验小学", "url": url} | typed
    answer = center.post("/enrolments/new", sent)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    found = STRING.search(words(answer))
    assert found is not None
    return found[0]


def own_fingerprint(reader: Reader) -> str:
    found = OWN.search(reader.get("/link").text)
    assert found is not None
    return found[1]


def test_a_node_joins_by_string_fingerprint_and_approval(station: Flask, center: Flask) -> None:
    above, below = visit(center, "admin"), visit(station, "admin")
    with listening(center) as url:
        string = invite(above, url)
        assert "注册串已发，还没用" in above.page("/enrolments")
        broken = f"{string[:20]}\n {string[20:]}"
        said = below.follow(below.post("/link/enrolment", {"string": broken}))
        assert "等教育局中心批准" in said
        read_out = own_fingerprint(below)
        assert "实验小学" in above.page("/enrolments")
        asked = above.page("/enrolments/station:01-3301/approval")
        assert read_out not in asked and own_fingerprint(above) in asked
        path = "/enrolments/station:01-3301/approval"
        wrong = above.post(path, {"fingerprint": "0000 1111 2222 3333 4444"})
        assert wrong.status_code == 422 and "不要批准" in words(wrong)
        assert "0000 1111 2222 3333 4444" in wrong.text
        typed = read_out.replace(" ", "").upper()
        assert "已批准" in above.follow(above.post(path, {"fingerprint": typed}))
        exchange(station)
    assert "与教育局中心通着" in below.page("/link")
    assert "已同步" in below.page("/today")
    listed = above.page("/link")
    assert "下级节点" in listed and "实验小学" in listed and "通着" in listed
    assert "都处理完了" in above.page("/link/nodes/station:01-3301")


def exchange(station: Flask) -> None:
    """What the agent does: one call, and those that it leads to."""
    parts = station.extensions["yigong"]
    with station.app_context():
        while caller.call_upper(parts.db, parts.link, Http()):
            pass


def test_an_approval_can_not_be_had_twice_and_a_node_is_shut_out_with_a_reason(
    station: Flask, center: Flask
) -> None:
    above, below = visit(center, "admin"), visit(station, "admin")
    path = "/enrolments/station:01-3301"
    with listening(center) as url:
        below.post("/link/enrolment", {"string": invite(above, url)})
        above.post(f"{path}/approval", {"fingerprint": own_fingerprint(below)})
        exchange(station)
        again = above.post(f"{path}/approval", {"fingerprint": own_fingerprint(below)})
        assert again.status_code == 422 and "没有等批准的申请" in words(again)
        assert above.post(f"{path}/revocation", {"reason": ""}).status_code == 422
        shut = above.follow(above.post(f"{path}/revocation", {"reason": "并校"}))
        assert "已停止接入" in shut
        exchange(station)
    assert "教育局中心已停止本节点接入" in below.page("/link")
    assert "已停止接入" in above.page("/enrolments")
    assert "已经停止了" in above.page(f"{path}/revocation")
    parts = center.extensions["yigong"]
    table = parts.accounts.audit
    with center.app_context():
        query = select(table.after).where(table.action == "enrolment.revoked")
        assert parts.db.session().scalars(query).all() == [{"reason": "并校"}]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"node": "center:02"}, "不是工作站"),
        ({"node": "01 3301!"}, "不合规定"),
        ({"node": ""}, "要填"),
        ({"title": ""}, "要填"),
        ({"node": "practice"}, "练习节点"),
    ],
)
def test_an_invitation_that_can_not_be_is_refused_with_its_input_kept(
    center: Flask, typed: dict[str, str], said: str
) -> None:
    sent = {"node": "01-3301", "title": "实验小学", "url": "https://c.example"} | typed
    answer = visit(center, "admin").post("/enrolments/new", sent)
    assert answer.status_code == 422 and said in words(answer)
    assert "https://c.example" in answer.text


@pytest.mark.parametrize("string", ["", "yg1.broken", "nonsense"])
def test_a_string_that_is_none_is_refused(station: Flask, string: str) -> None:
    answer = visit(station, "admin").post("/link/enrolment", {"string": string})
    assert answer.status_code == 422
    assert ("要填" if not string else "注册串不完整") in words(answer)


def test_a_string_for_another_node_or_with_nobody_behind_it_is_refused(
    station: Flask, center: Flask
) -> None:
    above, below = visit(center, "admin"), visit(station, "admin")
    with listening(center) as url:
        other = below.post("/link/enrolment", {"string": invite(above, url, node="01-3302")})
        assert "注册串是给 station:01-3302 的" in words(other)
        used = invite(above, url)
    gone = below.post("/link/enrolment", {"string": used})
    assert gone.status_code == 422 and "线路故障" in words(gone)


def test_only_who_may_lets_nodes_in_or_joins(station: Flask, center: Flask) -> None:
    viewer, clerk = visit(center, "viewer"), visit(station, "clerk")
    for path in ("/enrolments", "/enrolments/new"):
        assert viewer.get(path).status_code == 403
    assert clerk.get("/link/enrolment").status_code == 403
    assert visit(station, "admin").get("/enrolments").status_code == 404
    assert visit(center, "admin").get("/enrolments/station:99/approval").status_code == 404


def test_nothing_is_done_without_the_token(station: Flask, center: Flask) -> None:
    above, below = visit(center, "admin"), visit(station, "admin")
    path = "/enrolments/station:01-3301"
    assert below.post("/link/enrolment", {"string": "yg1.x"}, token=False).status_code == 403
    for address in ("/enrolments/new", f"{path}/approval", f"{path}/revocation"):
        assert above.post(address, {}, token=False).status_code == 403


def test_the_pages_have_their_english(station: Flask, center: Flask) -> None:
    above, below = visit(center, "admin", "en"), visit(station, "admin", "en")
    with listening(center) as url:
        string = invite(above, url)
        assert untranslated(above.page("/enrolments"), *NAMES) == []
        below.post("/link/enrolment", {"string": string})
    for page in ("/enrolments", "/enrolments/new", "/enrolments/station:01-3301/approval"):
        assert untranslated(above.page(page), *NAMES) == [], page
    assert untranslated(above.page("/enrolments/station:01-3301/revocation"), *NAMES) == []
    for page in ("/link", "/link/enrolment"):
        assert untranslated(below.page(page), *NAMES) == [], page
