"""A volunteer's own orders on the phone: asked, answered, whom to visit, done, put before them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from shared.database import transaction
from shared.domain.service_order import Assignee
from station.database import db
from station.models.signature import links_of
from station.models.station_state import lock_station
from station.models.volunteer import Volunteer
from tests.printed import texts
from tests.reader import Reader, words
from tests.station.ledger.station import PASSWORD
from tests.station.requests.served import Serving

DONE = {
    "day": "2025-02-03",
    "start": "7:00",
    "end": "8:35",
    "content": "换了阀芯",
    "place": "东片",
}


def reader(serving: Serving, login: str, name: str, role: str = "volunteer") -> Reader:
    return Reader(serving.station.app, serving.link(login, name, role), PASSWORD)


@pytest.fixture
def zhao(serving: Serving) -> Reader:
    return reader(serving, "zhao", "赵一")


def test_a_volunteer_is_asked_and_sees_the_contact_after_the_yes(
    serving: Serving, zhao: Reader
) -> None:
    assert "现在没有派给您的服务单" in zhao.page("/my/orders")
    order = serving.offer(visit_on=date(2025, 2, 4), start="09:00", message="带上工具")
    assert "新服务单" in zhao.page("/my")
    assert "等您答复" in zhao.page("/my/orders")
    asked = zhao.page(f"/my/orders/{order}")
    assert "带上工具" in asked and "2月4日" in asked
    assert "郑桂芳" not in asked and "建设路" not in asked
    said = zhao.follow(zhao.post(f"/my/orders/{order}/acceptance", {}))
    assert "已接单" in said
    for part in ("郑桂芳", "13812346021", "建设路18号2楼", "厨房水管漏了"):
        assert part in said
    assert "新服务单" not in zhao.page("/my")
    assert zhao.get(f"/my/orders/{order}").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", ["suspended", "left"])
def test_who_serves_no_more_reads_no_contact_any_more(
    serving: Serving, zhao: Reader, status: str
) -> None:
    order = serving.accepted("赵一")
    path = f"/my/orders/{order}"
    assert "建设路18号2楼" in zhao.page(path)
    with transaction(db) as session:
        session.get_one(Volunteer, serving.station.people["赵一"]).status = status
    assert "建设路" not in zhao.page(path) and "郑桂芳" not in zhao.page(path)
    assert zhao.get(f"{path}/order.pdf").status_code == 403
    [own] = serving.station.call("zhao", "GET", "/api/own/service-orders")[1]["items"]
    assert own["contact"] is None


def test_a_no_needs_its_reason(serving: Serving, zhao: Reader) -> None:
    order = serving.offer()
    assert "请写明原因" in zhao.follow(zhao.post(f"/my/orders/{order}/refusal", {"reason": " "}))
    assert serving.order(order).status == "offered"
    said = zhao.follow(zhao.post(f"/my/orders/{order}/refusal", {"reason": "那天上课"}))
    assert "已告诉工作站" in said
    assert (serving.order(order).status, serving.order(order).reason) == ("refused", "那天上课")
    assert "办过的" in zhao.page("/my/orders")


def test_others_orders_are_nobody_elses_page(serving: Serving, zhao: Reader) -> None:
    order = serving.accepted()
    other = reader(serving, "qian", "钱二")
    for path in (f"/my/orders/{order}", f"/my/orders/{order}/completion"):
        assert other.get(path).status_code == 403
    assert other.get(f"/my/orders/{order}/order.pdf").status_code == 403
    assert other.get(f"/my/orders/{serving.request}").status_code == 404
    assert zhao.get(f"/my/orders/{order}").status_code == 200


def test_what_was_done_is_told_and_put_before_the_recipient(serving: Serving, zhao: Reader) -> None:
    order = serving.accepted()
    page = zhao.get(f"/my/orders/{order}/completion")
    person = serving.station.people["赵一"]
    assert f'value="{person}"' in page.text
    bad = zhao.post(f"/my/orders/{order}/completion", DONE | {"people": str(person), "day": ""})
    assert bad.status_code == 422 and "换了阀芯" in bad.text
    done = zhao.post(f"/my/orders/{order}/completion", DONE | {"people": str(person)})
    assert "已报完成" in zhao.follow(done)
    link = zhao.post(f"/my/orders/{order}/link", {})
    assert link.headers["Cache-Control"] == "no-store"
    assert "没有链接可发" in words(link) and "sign-code" not in link.text
    found = re.search(r'href="(/s/[\w-]+)"', link.text)
    assert found is not None
    assert "换了阀芯" in words(zhao.get(found[1]))
    with transaction(db) as session:
        lock_station(session).reach = "https://school.example"
    link = zhao.post(f"/my/orders/{order}/link", {})
    assert "https://school.example/s/" in link.text and "sign-code" in link.text
    assert len(links_of(serving.station.session, order)) == 2


def test_a_disputed_order_is_told_again_from_what_was_told(serving: Serving, zhao: Reader) -> None:
    order = serving.reported()
    body = {"words": "只来了一小时"}
    serving.station.call("clerk", "POST", f"/api/service-orders/{order}/dispute", body)
    assert "只来了一小时" in zhao.page(f"/my/orders/{order}")
    page = zhao.get(f"/my/orders/{order}/completion")
    assert "只来了一小时" in words(page)
    assert 'value="08:35"' in page.text and "换了阀芯" in page.text


def test_a_leader_says_who_goes_and_each_has_their_own_time(serving: Serving) -> None:
    leader = reader(serving, "zhao", "赵一", "team_leader")
    people = {name: str(serving.station.people[name]) for name in ("赵一", "钱二")}
    order = serving.offer(assignee=Assignee(team=serving.team("赵一", "钱二")))
    assert "队里谁去" in leader.page(f"/my/orders/{order}")
    leader.post(f"/my/orders/{order}/acceptance", {"people": list(people.values())})
    assert serving.order(order).status == "accepted"
    told = DONE | {"people": list(people.values()), f"end-{people['钱二']}": "8：10"}
    wrong = leader.post(f"/my/orders/{order}/completion", told | {f"end-{people['钱二']}": "早"})
    assert wrong.status_code == 422 and "早" in wrong.text
    assert leader.post(f"/my/orders/{order}/completion", told).status_code == 302
    assert {line.name: line.record.end for line in serving.lines(order)} == {
        "赵一": "08:35",
        "钱二": "08:10",
    }


def test_who_goes_prints_the_order(serving: Serving, zhao: Reader) -> None:
    order = serving.accepted()
    paper = zhao.get(f"/my/orders/{order}/order.pdf")
    assert paper.mimetype == "application/pdf"
    [text] = texts(paper.data)
    assert "郑桂芳，13812346021" in text and "建设路18号2楼" in text
