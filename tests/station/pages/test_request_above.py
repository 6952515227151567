"""A request that goes on, by page and API: confirmed text, wanted back, another's given back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from shared.clock import business_now
from station.models.service_request import ServiceRequest
from tests.center.request import number, question
from tests.reader import Reader, hidden, words
from tests.station.pages.conftest import Desk
from tests.station.pages.test_service_request import accept, entered
from tests.station.requests.elsewhere import OWN, SISTER

TEXT = "要懂医保政策的义工，本周内"


@pytest.fixture
def clerk(serving: Desk) -> Reader:
    return serving.reader()


def escalate(clerk: Reader, where: str, **more: str) -> Any:
    page = f"{where}/escalation"
    sent = {"_seen": hidden(clerk.get(page), "_seen"), "text": TEXT, "why": "other"}
    return clerk.post(page, sent | {"reason": "本站懂医保的都出差了"} | more)


def test_one_press_with_a_confirmed_text_passes_it_on(serving: Desk, clerk: Reader) -> None:
    where = entered(clerk, wished=["3-afternoon"])
    page = clerk.page(f"{where}/escalation")
    assert "系统建议转出：没有合适的义工" in page
    assert "政策咨询，希望周三下午" in clerk.get(f"{where}/escalation").text
    assert "厨房水管漏了" not in page
    shown = clerk.follow(escalate(clerk, where))
    assert "已转服务中心" in shown and "收回本站" in shown
    (sent,) = serving.school.sent("request.escalated")
    assert (sent["routing_text"], sent["why"]) == (TEXT, "other")
    assert "转出去了" in clerk.page("/today")


def test_a_text_that_tells_who_is_refused_with_all_input_kept(clerk: Reader) -> None:
    where = entered(clerk)
    answer = escalate(clerk, where, text="郑桂芳家要问医保")
    assert answer.status_code == 422
    assert "这段话里有居民的姓名" in words(answer) and "郑桂芳家要问医保" in answer.text
    answer = escalate(clerk, where, reason=" ")
    assert answer.status_code == 422 and "请写明原因" in words(answer)


def test_a_category_is_chosen_where_none_was_settled(serving: Desk, clerk: Reader) -> None:
    where = entered(clerk, item="")
    assert "下面选" in clerk.page(f"{where}/escalation")
    clerk.follow(escalate(clerk, where, category="hardship_aid"))
    assert serving.school.sent("request.escalated")[0]["category"] == "hardship_aid"


def test_taking_back_and_withdrawing_wait_for_the_answer(serving: Desk, clerk: Reader) -> None:
    where = entered(clerk)
    escalate(clerk, where)
    assert "正在收回，等服务中心答复" in clerk.follow(clerk.post(f"{where}/taking-back", {}))
    assert "正在撤回，等服务中心答复" in clerk.follow(clerk.post(f"{where}/withdrawal", {}))
    asked = [one["by"] for one in serving.school.sent("request.withdrawn")]
    assert asked == ["station", "requester"]
    here = entered(clerk, phone="13812340000", address="新村3号")
    assert "居民不要了，撤回" in clerk.page(here)
    assert "已撤回" in clerk.follow(clerk.post(f"{here}/withdrawal", {}))


def test_anothers_request_is_accepted_or_given_back(serving: Desk, clerk: Reader) -> None:
    where = task(serving)
    page = clerk.page(where)
    assert "服务中心转来" in page and "等第一站送来电话" in page and "退回服务中心…" in page
    assert "1 件需求等受理" in clerk.page("/today")
    assert "转服务中心…" not in page and "居民不要了，撤回" not in page
    clerk.follow(accept(clerk, where))
    answer = clerk.post(f"{where}/return", {"reason": " "})
    assert answer.status_code == 422
    seen = hidden(clerk.get(f"{where}/return"), "_seen")
    shown = clerk.follow(clerk.post(f"{where}/return", {"_seen": seen, "reason": "义工病了"}))
    assert "已退回服务中心" in shown
    said = [one["status"] for one in serving.school.sent("request.progress")]
    assert said == ["accepted", "returned"]


def test_the_api_does_the_same(serving: Desk, clerk: Reader) -> None:
    school = serving.school
    id = entered(clerk).rsplit("/", 1)[1]
    sent = {"text": TEXT, "why": "other", "reason": "都出差了"}
    shown = school.post(f"/service-requests/{id}/escalation", sent)
    assert (shown["status"], shown["pending"]) == ("escalated", "")
    assert school.post(f"/service-requests/{id}/taking-back", {})["pending"] == "taking_back"
    given = task(serving).rsplit("/", 1)[1]
    back = school.post(f"/service-requests/{given}/return", {"reason": "去不了"})
    assert back["status"] == "returned"


def task(serving: Desk) -> str:
    """Another station's request, given to this one; its address."""
    id = uuid4()
    more = {"request": id, "first_station": SISTER, "to": OWN, "to_title": "实验小学"}
    facts = {"status": "routed", "custody": number(0, 2), "reason": "", "by": "高远"}
    data = question() | facts | {"routed_at": business_now()} | more
    serving.school.receive("request.routed", f"request:{id}", data)
    with serving.school.session() as session:
        assert session.get(ServiceRequest, id) is not None
    return f"/requests/{id}"
