"""Requests by page: entered, found, accepted, declined; the contact masked and shown."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from shared.clock import business_now
from shared.database import transaction
from shared.resident import resident
from station.actions.request_step import Step, write_line
from station.actions.service_request import add_words
from station.database import db
from station.models.audit import Audit
from station.models.service_request import ServiceRequest
from station.models.station_state import lock_station
from tests.reader import Reader, hidden, words
from tests.station.pages.conftest import Desk
from tests.station.requests.elsewhere import REACH, center_known
from tests.station.ties.pairs import do_chores

SAID: dict[str, Any] = {
    "channel": "walk_in",
    "name": "郑桂芳",
    "phone": "138 1234 6021",
    "address": "建设路18号2楼",
    "words": "厨房水管漏了",
    "item": "policy_advice",
    "consented": "true",
}
PRIVATE = ("郑桂芳", "13812346021", "建设路18号")


def entered(desk: Reader, **more: Any) -> str:
    """A request's address."""
    answer = desk.post("/requests/new", SAID | more)
    assert answer.status_code == 302, words(answer)
    return answer.headers["Location"]


def accept(reader: Reader, where: str, **more: str) -> Any:
    sent = {"item": "policy_advice", "_seen": hidden(reader.get(where), "_seen")} | more
    return reader.post(f"{where}/acceptance", sent)


def test_a_walk_in_is_entered_and_gets_its_code(serving: Desk) -> None:
    clerk = serving.reader()
    answer = clerk.post("/requests/new", SAID | {"wished": ["3-afternoon", "4-afternoon"]})
    page = clerk.follow(answer)
    assert "已记下 2025-0001，查询码" in page
    assert "实验小学：等受理" in page and "应在 2月3日 24:00 前答复" in page
    assert "“厨房水管漏了”" in page and "周三下午、周四下午" in page
    assert "郑*芳" in page and "138****6021 · 建设路**号**楼" in page
    assert not any(word in page for word in PRIVATE)
    assert "1 件需求等受理" in clerk.page("/today")


def test_the_code_leads_to_where_residents_follow(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    assert "这件在网上查不到" in clerk.page(where) and "扫码查看" not in clerk.get(where).text
    with serving.school.app.app_context():
        center_known()
        do_chores()
    page = clerk.get(where).text
    assert f"{REACH}/track" in page and "扫码查看办到哪一步" in page
    code = re.findall(r'<span class="code">(.{4}-.{4})</span>', page)
    slip = clerk.follow(clerk.post(f"{where}/slip", {}))
    assert code[0] in slip and f"{REACH}/track" in slip
    absent = where.replace(where.rsplit("/", 1)[1], str(UUID(int=7)))
    assert clerk.post(f"{absent}/slip", {}).status_code == 404


def test_what_is_missing_is_told_with_all_input_kept(serving: Desk) -> None:
    clerk = serving.reader()
    answer = clerk.post("/requests/new", SAID | {"name": "", "consented": "", "phone": "1"})
    assert answer.status_code == 422
    assert "有 1 处要改" in words(answer) and "建设路18号2楼" in answer.text
    answer = clerk.post("/requests/new", SAID | {"consented": ""})
    assert answer.status_code == 422 and "居民同意以后才能记下" in words(answer)
    answer = clerk.post("/requests/new", SAID | {"phone": "1"})
    assert "电话号码不对" in words(answer)


def test_what_may_be_the_same_is_shown_before_it_is_written(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    answer = clerk.post("/requests/new", SAID | {"words": "还是漏"})
    page = words(answer)
    assert answer.status_code == 200 and "可能已经有了，先看看" in page
    assert "2025-0001" in page and "同一电话、同一地址" in page and "不是同一件，照样记下" in page
    assert "还是漏" in answer.text, "what was typed stays"
    found = re.findall(r'name="double" value="([^"]+)"', answer.text)
    assert [where.rsplit("/", 1)[1]] == found
    second = clerk.follow(clerk.post("/requests/new", SAID | {"double": found}))
    assert "已记下 2025-0002" in second


def test_while_one_types_the_same_is_looked_for_and_nothing_written(serving: Desk) -> None:
    clerk = serving.reader()
    assert words(clerk.post("/requests/doubles", SAID)) == ""
    entered(clerk)
    part = words(clerk.post("/requests/doubles", {"phone": "13812346021"}))
    assert "2025-0001" in part and "同一电话" in part
    assert words(clerk.post("/requests/doubles", {"phone": "x" * 99})) == ""
    assert "建议" not in part and "<html" not in clerk.post("/requests/doubles", {}).text


def test_two_that_are_alike_are_judged_once(serving: Desk) -> None:
    clerk = serving.reader()
    first = entered(clerk)
    second = entered(clerk, double=first.rsplit("/", 1)[1])
    assert "可能是同一件" in clerk.page(second)
    sent = {"other": first.rsplit("/", 1)[1], "same": "false"}
    page = clerk.follow(clerk.post(f"{second}/verdict", sent))
    assert "记下了：是两件事" in page and "可能是同一件" not in page
    assert "和 2025-0001 是两件事" in page and "和 2025-0002 是两件事" in clerk.page(first)
    page = clerk.follow(clerk.post(f"{second}/verdict", sent | {"same": "true"}))
    assert "是同一件" in page
    assert clerk.post(f"{second}/verdict", {"other": "nobody"}).status_code == 404


def test_the_proposals_say_why_and_who_was_left_out(serving: Desk) -> None:
    clerk = serving.reader()
    page = clerk.page(entered(clerk, item="errand"))
    assert "谁能去" in page and "便民利民" in page and "本月小时" in page
    assert "没列出的" in clerk.page(
        entered(clerk, item="repair", double="x", phone="", address="x")
    )


def test_a_proposal_says_when_somebody_can_come(serving: Desk) -> None:
    clerk = serving.reader()
    page = clerk.page(entered(clerk, item="errand", wished=["6-morning"]))
    assert "便民利民 周六上午 0 0 单" in page
    said = {k: v for k, v in SAID.items() if k != "consented"} | {"consented": True}
    given = said | {"wished": ["2025-02-05-afternoon", "2025-02-06"], "item": "errand"}
    made = serving.school.post("/service-requests", given)
    page = clerk.page(f"/requests/{made['id']}")
    assert "2月5日下午、2月6日" in page and "（那时没空）" in page


def test_words_added_and_a_visit_stand_in_the_thread(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    with serving.school.app.app_context(), transaction(db) as session:
        row = session.scalars(select(ServiceRequest)).one()
        add_words(session, resident("page"), business_now(), row.id, "门铃坏了，请敲门")
        visit = Step("约好了", visitor="李*平", visit_on=date(2025, 2, 5), visit_time="14:30")
        write_line(session, (resident("page"), business_now()), row, visit)
    page = clerk.page(where)
    assert "居民 居民补充 “门铃坏了，请敲门”" in page
    assert "约好了 · 李*平 2月5日 14:30 上门" in page


def test_there_is_no_page_of_a_request_that_never_came(serving: Desk) -> None:
    clerk = serving.reader()
    assert clerk.get(f"/requests/{UUID(int=7)}").status_code == 404
    assert clerk.get(f"/requests/{UUID(int=7)}/decline").status_code == 404


def test_an_accepted_one_waits_to_be_dispatched(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    page = clerk.follow(accept(clerk, where, reason="本站有懂医保的", urgent="true"))
    assert "已受理。居民现在查询就能看到。" in page
    assert "等派单" in page and "因为本站有懂医保的" in page and "前派出" in page
    assert "1 件紧急需求" in clerk.page("/today")
    assert "1 件需求等派单" not in clerk.page("/today"), "one row for one matter"


def test_without_an_item_the_category_is_asked_for(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk, item="")
    answer = accept(clerk, where, item="")
    assert answer.status_code == 422 and "受理前先定服务项目或类别" in words(answer)
    page = clerk.follow(accept(clerk, where, item="", category="hardship_aid"))
    assert "困难帮扶" in page
    assert "1 件需求等派单" in clerk.page("/today")


def test_the_second_of_two_clerks_is_told_what_the_first_did(serving: Desk) -> None:
    clerk, head = serving.reader(), serving.reader("head")
    where = entered(clerk)
    seen = hidden(head.get(where), "_seen")
    assert accept(clerk, where).status_code == 302
    sent = {"item": "policy_advice", "_seen": seen}
    answer = head.post(f"{where}/acceptance", sent)
    assert answer.status_code == 422 and "先做了：受理" in words(answer)
    answer = head.post(f"{where}/decline", {"reason": "没人会", "_seen": seen})
    assert answer.status_code == 422 and "先做了：受理" in words(answer)


def test_declining_says_what_follows_and_needs_a_reason(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    assert "本站电话还没填" in clerk.page(f"{where}/decline")
    with serving.school.app.app_context(), transaction(db) as session:
        lock_station(session).phone = "03153550126"
    form = clerk.get(f"{where}/decline")
    assert "居民查询时看到原因和本站电话" in words(form)
    sent = {"_seen": hidden(form, "_seen")}
    answer = clerk.post(f"{where}/decline", sent | {"reason": ""})
    assert answer.status_code == 422 and "请写明原因" in words(answer)
    page = clerk.follow(clerk.post(f"{where}/decline", sent | {"reason": "没有会修锅炉的人"}))
    assert "已婉拒" in page and "没有会修锅炉的人" in page
    assert "能办吗" not in page and "办不了？" not in page and "谁能去" not in page


def test_the_contact_is_shown_for_a_reason_and_goes_by_itself(serving: Desk) -> None:
    clerk, head = serving.reader(), serving.reader("head")
    where = entered(clerk)
    assert clerk.post(f"{where}/contact-showing", {"reason": ""}).status_code == 422
    assert not any(word in clerk.page(where) for word in PRIVATE)
    page = clerk.follow(clerk.post(f"{where}/contact-showing", {"reason": "call"}))
    assert all(word in page for word in ("郑桂芳", "13812346021", "建设路18号2楼"))
    assert "再显示 10 分钟" in page and "看电话和门牌 打电话约时间" in page
    answer = clerk.get(where)
    assert 'http-equiv="refresh"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    other = head.page(where)
    assert not any(word in other for word in PRIVATE) and "看电话和门牌 打电话约时间" in other
    with serving.school.app.app_context(), transaction(db) as session:
        line = session.scalars(select(Audit).where(Audit.action == "request.contact_shown")).one()
        earlier = line.machine_at - timedelta(minutes=10)
        session.execute(update(Audit).where(Audit.id == line.id).values(machine_at=earlier))
    assert not any(word in clerk.page(where) for word in PRIVATE)


def test_lists_never_show_a_telephone_a_name_or_words(serving: Desk) -> None:
    clerk = serving.reader()
    entered(clerk, urgent="true")
    for path in ("/requests", "/requests?q=1", "/requests?columns=number,received,stars"):
        page = clerk.page(path)
        assert "2025-0001" in page and "紧急" in page
        assert not any(word in page for word in (*PRIVATE, "6021", "水管"))


def test_the_queue_is_filtered_by_part_item_and_text(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    entered(clerk, item="errand", double=where.rsplit("/", 1)[1])
    accept(clerk, where)
    assert "2025-0001" not in clerk.page("/requests?part=received")
    assert "2025-0001" in clerk.page("/requests?part=accepted")
    assert "2025-0002" not in clerk.page("/requests?item=policy_advice")
    assert "没有符合这些条件的" in clerk.page("/requests?q=2025-0009&part=all")
    assert "在这里的 2 件" in clerk.page("/requests?district=nothing")
    assert clerk.get("/requests?format=xlsx").mimetype.endswith("sheet")
    assert "2025-0002" in clerk.page("/requests?sort=-number")


def test_a_code_or_telephone_finds_it_and_stands_in_no_address(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    code = re.findall("查询码 ([0-9A-Z-]{9})", clerk.page(where))[0]
    for typed in (code, "138 1234 6021"):
        answer = clerk.post("/requests/finding", {"typed": typed})
        assert (answer.status_code, answer.headers["Location"]) == (302, where)
    entered(clerk, double=where.rsplit("/", 1)[1])
    page = words(clerk.post("/requests/finding", {"typed": "13812346021"}))
    assert "找到 2 件" in page and "2025-0001" in page and "2025-0002" in page
    assert "没有这个查询码或电话" in words(clerk.post("/requests/finding", {"typed": "12345"}))
    assert "找到 0 件" in words(clerk.post("/requests/finding", {}))


def test_one_past_its_promise_goes_first_and_stands_on_today(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    serving.at("2025-02-04T09:00:00+08:00")
    entered(clerk, double=where.rsplit("/", 1)[1])
    page = clerk.page("/requests")
    assert page.index("2025-0001") < page.index("2025-0002") and "过期" in page
    assert "1 件需求过了承诺时间" in clerk.page("/today")
    assert "，已过期" in clerk.page(where)


def test_what_another_station_has_is_only_looked_at(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    with serving.school.app.app_context(), transaction(db) as session:
        row = session.scalars(select(ServiceRequest)).one()
        row.holder, row.holder_title, row.status = "center:01", "教育局中心", "escalated"
    page = clerk.page(where)
    assert "教育局中心：转到上面" in page and "前有下文" in page
    assert "能办吗" not in page and "办不了？" not in page
    assert "2025-0001" in clerk.page("/requests?part=above")
    assert "2025-0001" not in clerk.page("/requests")
    assert "1 件需求转出去了" in clerk.page("/today")


def test_a_card_seen_gives_priority_and_a_name_none(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk, card_seen="true", stars="2")
    assert "2 星 优先" in clerk.page(where)
    other = entered(clerk, stars="2", double=where.rsplit("/", 1)[1])
    assert "没有星级优先" in clerk.page(other)


@pytest.mark.parametrize("path", ["/requests", "/requests/new", "/promise", "/service-items"])
def test_the_administrator_sees_no_residents_data(serving: Desk, path: str) -> None:
    assert serving.reader("admin").get(path).status_code == 403


def test_the_pages_speak_english(serving: Desk) -> None:
    clerk = serving.reader()
    where = entered(clerk)
    page = serving.reader("clerk", "en").page(where)
    assert "To be accepted" in page and "To be answered by the end of 3 Feb" in page
