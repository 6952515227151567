"""Requests that a station can't serve at the center's pages and API: queue, proposals, ways on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from center.models.federation import TABLES
from shared.clock import machine_now
from tests.center.actions.test_base_request import FENG, seals
from tests.center.bureau import ASSOCIATION, B, Bureau, Client
from tests.center.pages.reader import Reader, reader, value, words
from tests.center.request import WHY, Asked, asked, given, taken

SEVERAL = {"specialties": ["水电维修"], "free_times": ["3-afternoon"]}


@pytest.fixture(autouse=True)
def february(clock: Callable[[str], None]) -> None:
    clock("2025-02-03T09:00:00+08:00")


@pytest.fixture
def helped(bureau: Bureau) -> Bureau:
    """Station B has somebody who fits, and called just now."""
    bureau.volunteer(B, **SEVERAL)
    called(bureau)
    return bureau


def called(bureau: Bureau) -> None:
    with bureau.writing() as session:
        for peer in session.query(TABLES.peer):
            peer.last_ok = machine_now()


def press(officer: Reader, found: Asked, what: str, **form: str) -> str:
    path = f"/requests/{found.id}"
    shown = officer.get(path)
    seen = value(shown, "_seen")
    return officer.follow(officer.post(f"{path}/{what}", {"_seen": seen, **form}))


def test_the_queue_and_today_say_what_waits(helped: Bureau, officer: Reader) -> None:
    assert "没有等转办的需求" in officer.page("/requests")
    found = asked(helped)
    page = officer.page("/requests")
    assert "义务维修" in page and "卫生间灯不亮" in page and "站01" in page
    assert "等转办 1" in page
    today = officer.page("/today")
    assert "1 件需求等转办" in today
    assert officer.get("/requests?format=xlsx").status_code == 200
    found.route()
    assert "义务维修" not in officer.page("/requests")
    assert "义务维修" in officer.page("/requests?queue=asked")
    assert "义务维修" in officer.page("/requests?queue=asked&sort=-district")


def test_the_station_that_fits_is_proposed_with_its_reasons(
    helped: Bureau, officer: Reader
) -> None:
    found = asked(helped)
    page = officer.page(f"/requests/{found.id}")
    assert "1 位义工合适 · 水电维修 · 周三下午 · 手上 0 件转来的" in page
    assert "站01：它转出来的" in page
    assert "应在 2月4日 24:00 前有下文" in page
    assert "已转出" in press(officer, found, "routing", to=B, reason=WHY)
    assert found.state == ("routed", B, (0, 2))
    page = officer.page(f"/requests/{found.id}")
    assert "站02：已转，等接下" in page and f"因为{WHY}" in page
    assert "改转给哪个站" in page and "站02：正在它那里" in page


def test_who_fits_not_is_named_with_the_reason_and_may_be_asked_all_the_same(
    bureau: Bureau, officer: Reader
) -> None:
    bureau.volunteer(B, specialties=["书法"], free_times=["3-afternoon"])
    found = asked(bureau)
    assert "站02 ：一天没联系" in officer.page(f"/requests/{found.id}")
    called(bureau)
    assert "站02 ：没人有这项特长" in officer.page(f"/requests/{found.id}")
    press(officer, found, "routing", to=B, reason=WHY)
    found.says("accepted")
    found.says("returned", reason="去不了")
    assert "站02 ：退回过这一件：去不了" in officer.page(f"/requests/{found.id}")


def test_who_served_the_district_before_says_so(helped: Bureau, officer: Reader) -> None:
    before = taken(helped)
    before.says("dispatched", visitor="张*新")
    before.says("done")
    before.says("closed")
    page = officer.page(f"/requests/{before.id}")
    assert "办结" in page and "转给哪个站" not in page
    found = asked(helped)
    assert "这一片办过 1 件" in officer.page(f"/requests/{found.id}")


def test_a_reason_is_asked_for_and_what_was_typed_stays(helped: Bureau, officer: Reader) -> None:
    found = asked(helped)
    path = f"/requests/{found.id}"
    for what in ("decline", "escalation"):
        answer = officer.post(f"{path}/{what}", {"reason": " "})
        assert answer.status_code == 422
        assert "请写明原因" in words(answer)
    answer = officer.post(f"{path}/routing", {"reason": WHY})
    assert answer.status_code == 422 and WHY in words(answer)
    assert found.state[0] == "escalated"


def test_declined_or_passed_up_or_given_back(helped: Bureau, officer: Reader) -> None:
    first, second, third = asked(helped), asked(helped), given(helped)
    assert "已婉拒" in press(officer, first, "decline", reason="没有人会修")
    assert first.state[:2] == ("declined", None)
    assert "已报协会" in press(officer, second, "escalation", reason="三个站都没有人")
    assert second.state[:2] == ("escalated", ASSOCIATION)
    assert "义务维修" in officer.page("/requests?queue=above")
    page = officer.page(f"/requests/{third.id}")
    assert "退回协会…" in page and "婉拒…" not in page
    assert "已退回" in press(officer, third, "return", reason="本中心也没有人")
    assert third.state[:2] == ("returned", None)
    assert "义务维修" in officer.page("/requests?queue=over")


def test_a_base_of_the_center_serves_it(helped: Bureau, officer: Reader) -> None:
    found = asked(helped)
    assert "基地接下了" in press(officer, found, "taking", reason="")
    path = f"/requests/{found.id}"
    page = officer.page(path)
    assert "等第一站送来电话和原话" in page and "转给哪个站" not in page
    seals(found)
    page = officer.page(path)
    assert "显示 10 分钟" in page and FENG.contact.phone not in page
    officer.post(f"{path}/contact-showing", {"reason": "call"})
    assert officer.get(path).headers["Cache-Control"] == "no-store"
    page = officer.page(path)
    assert FENG.contact.phone in page and FENG.contact.words in page and "再显示 10 分钟" in page
    other = reader(helped, "officer", "en")
    assert FENG.contact.phone not in other.page(path)
    answer = officer.post(f"{path}/completion", {"served_on": "2025-02-03", "people": "2"})
    assert answer.status_code == 422 and 'value="2025-02-03"' in answer.text
    told = {"served_on": "2025-02-03", "people": "2", "hours": "3", "evaluation": "satisfied"}
    assert "已报办结" in press(officer, found, "completion", **told)
    assert found.state[0] == "closed"


def test_two_officers_at_one_request_the_second_is_told(helped: Bureau, officer: Reader) -> None:
    found = asked(helped)
    seen = value(officer.get(f"/requests/{found.id}"), "_seen")
    found.act("escalate")
    form = {"_seen": seen, "to": B, "reason": WHY}
    answer = officer.post(f"/requests/{found.id}/routing", form)
    assert answer.status_code == 422 and "李审核在" in words(answer)
    assert found.state[1] == ASSOCIATION


def test_a_viewer_sees_no_requests(helped: Bureau) -> None:
    found = asked(helped)
    viewer = reader(helped, "viewer")
    for path in ("/requests", f"/requests/{found.id}"):
        assert viewer.get(path).status_code == 403
    assert "需求" not in viewer.page("/today")


def test_the_pages_speak_english(helped: Bureau) -> None:
    found = taken(helped)
    english = reader(helped, "officer", "en")
    page = english.page(f"/requests/{found.id}")
    assert "Taken on by a station" in page and "No volunteer fits" in page
    assert "Whose" in english.page("/requests?queue=served")


def test_the_api_lists_proposes_and_moves(helped: Bureau) -> None:
    officer: Client = helped.client("officer")
    found, other = asked(helped), asked(helped)
    status, listed = officer.get("/api/service-requests")
    assert status == 200 and listed["total"] == 2
    status, shown = officer.get(f"/api/service-requests/{found.id}")
    assert [one["station"] for one in shown["proposed"]] == [B]
    assert shown["proposed"][0]["reasons"][0] == {"why": "people", "value": 1}
    assert [one["why"] for one in shown["left_out"]] == ["first"]
    assert [step["status"] for step in shown["steps"]] == ["escalated"]
    path = f"/api/service-requests/{found.id}"
    status, moved = officer.post(f"{path}/routing", {"to": B, "reason": WHY})
    assert (status, moved["holder"], moved["custody_center"]) == (200, B, 2)
    assert officer.post(f"{path}/escalation", {"reason": WHY})[0] == 403
    assert officer.post(f"{path}/return", {"reason": WHY})[0] == 409
    assert officer.post(f"{path}/decline", {"reason": "没有人"})[1]["status"] == "declined"
    up = f"/api/service-requests/{other.id}/escalation"
    assert officer.post(up, {"reason": WHY})[1]["passed_up"] is True
    assert helped.client("viewer").get("/api/service-requests")[0] == 403
    assert officer.get("/api/service-requests?queue=nowhere")[0] == 422


def test_what_waits_too_long_is_marked(helped: Bureau, officer: Reader) -> None:
    helped.now -= timedelta(days=7)
    asked(helped)
    assert "过期" in officer.page("/requests")
