"""The catalogue, districts, promises and closings by page."""

from __future__ import annotations

import re

from tests.reader import hidden, words
from tests.station.pages.conftest import Desk


def test_a_service_is_added_changed_and_offered_no_more(serving: Desk) -> None:
    clerk = serving.reader()
    new = {"name": "理发", "category": "convenience", "skills": "理发、美发", "is_public": "true"}
    page = clerk.follow(clerk.post("/service-items/new", new))
    assert "“理发”加上了" in page and "理发、美发" in page
    form = clerk.get("/service-items/own_20")
    assert "own_20" in words(form)
    sent = new | {"name": "上门理发", "is_public": "", "_seen": hidden(form, "_seen")}
    page = clerk.follow(clerk.post("/service-items/own_20", sent))
    assert "上门理发" in page and "不再提供" in page
    assert "改服务项目" in clerk.page("/service-items/own_20")
    answer = clerk.post("/service-items/own_20", sent)
    assert answer.status_code == 422 and "先做了：改服务项目" in words(answer)
    answer = clerk.post("/service-items/new", new | {"name": ""})
    assert answer.status_code == 422
    assert clerk.get("/service-items/nothing").status_code == 404


def test_a_district_is_added_and_given_up(serving: Desk) -> None:
    clerk = serving.reader()
    page = clerk.follow(clerk.post("/service-items", {"name": " 东片 "}))
    assert "东片" in page and "还没有片区" not in page
    answer = clerk.post("/service-items", {"name": "东片"})
    assert answer.status_code == 422 and "已经有叫“东片”的片区" in words(answer)
    assert "东片" in words(clerk.get("/requests/new"))
    [path] = re.findall(r"/service-items/districts/[^\"]+", clerk.get("/service-items").text)
    page = clerk.follow(clerk.post(path, {}))
    assert "不再选“东片”" in page and "还没有片区" in page
    assert "东片" in clerk.follow(clerk.post("/service-items", {"name": "东片"})), "taken up again"


def test_the_head_sets_what_is_promised(serving: Desk) -> None:
    clerk, head = serving.reader(), serving.reader("head")
    assert "2025 年放假调休的日子还没有下发" in clerk.page("/promise")
    assert "1 个工作日内" in clerk.page("/promise") and "由站长改" in clerk.page("/promise")
    given = {"accept_days": "2", "dispatch_days": "5", "phone": "0315 288 1234", "reach": ""}
    assert clerk.post("/promise", given).status_code == 403
    sent = given | {"_seen": hidden(head.get("/promise"), "_seen")}
    assert "从现在起收到的需求按新的算" in head.follow(head.post("/promise", sent))
    page = clerk.page("/promise")
    assert "2 个工作日内" in page and "5 个工作日内" in page and "03152881234" in page
    answer = head.post("/promise", given | {"reach": "nowhere"})
    assert answer.status_code == 422 and "网址以 http://" in words(answer)


def test_a_closing_is_noted_and_taken_away(serving: Desk) -> None:
    clerk, head = serving.reader(), serving.reader("head")
    given = {"first": "2025-02-10", "last": "2025-02-21", "note": "寒假"}
    assert clerk.post("/promise/closings", given).status_code == 403
    page = head.follow(head.post("/promise/closings", given))
    assert "停办的日子记下了" in page and "2月10日–2月21日 寒假" in page
    answer = head.post("/promise/closings", given | {"last": "2025-02-01"})
    assert answer.status_code == 422 and "停办的最后一天不能早于第一天" in words(answer)
    [path] = re.findall(r"/promise/closings/[^\"]+/removal", head.get("/promise").text)
    assert clerk.post(path, {}).status_code == 403
    assert "那几天照常办" in head.follow(head.post(path, {}))
    assert "没有停办的日子" in clerk.page("/promise")
