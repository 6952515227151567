"""Orders and signatures over the API: offered, answered, done, signed by whoever has a token."""

from __future__ import annotations

import json
from contextvars import Context
from typing import Any
from uuid import UUID, uuid4

import pytest

from station.domain.slip import order_text_of
from tests.station.ledger.station import Station
from tests.station.requests.served import DRAWN, Serving
from tests.station.requests.test_signature import photo

PATH = "/api/service-orders"


def stranger(station: Station, path: str, body: dict[str, Any]) -> tuple[int, Any]:
    client = station.app.test_client()
    answer = Context().run(lambda: client.post(path, json=body))
    return answer.status_code, answer.get_json()


def offered(serving: Serving, **more: Any) -> dict[str, Any]:
    body = {"request": str(serving.request), "volunteer": str(serving.station.people["赵一"])}
    status, order = serving.station.call("clerk", "POST", PATH, body | more)
    assert status == 201, order
    return order


def reported(serving: Serving, login: str = "clerk") -> dict[str, Any]:
    order = offered(serving)
    call = serving.station.call
    assert call(login, "POST", f"{PATH}/{order['id']}/answer", {"accepts": True})[0] == 200
    part = {"volunteer": order["volunteer"], "start": "07:00", "end": "08:35"}
    told = {"day": "2025-02-03", "content": "换了阀芯", "place": "东片", "parts": [part]}
    status, done = call(login, "POST", f"{PATH}/{order['id']}/completion", told)
    assert status == 200, done
    return done


def test_an_order_goes_its_way_to_the_signature(serving: Serving) -> None:
    station = serving.station
    zhao = serving.link("zhao", "赵一")
    done = reported(serving, zhao)
    assert (done["status"], done["number"], done["what"]) == ("done", "2025-0001", "义务维修")
    assert [one["name"] for one in done["people"]] == ["赵一"]
    status, link = station.call(zhao, "POST", f"{PATH}/{done['id']}/links", {})
    assert status == 201
    assert link["url"] is None  # nobody said where residents reach this station
    status, shown = stranger(station, "/api/signatures/preview", {"token": link["token"]})
    assert status == 200
    [record] = shown["records"]
    assert (record["hours"], record["minutes"], record["name"]) == (2, 95, "赵一")
    signed = {
        "token": link["token"],
        "seen": shown["seen"],
        "said": [{"record": record["record"], "evaluation": "satisfied"}],
        "name": "郑桂芳",
        "strokes": json.loads(DRAWN),
    }
    assert stranger(station, "/api/signatures", signed) == (201, {"status": "signed"})
    assert stranger(station, "/api/signatures", signed)[0] == 409
    assert station.record(record["record"])["status"] == "certified"
    outcome = station.call("clerk", "GET", f"/api/service-requests/{serving.request}")[1]["outcome"]
    told = {name: outcome[name] for name in ("served_on", "people", "hours", "evaluation")}
    day = "2025-02-03"
    assert told == {"served_on": day, "people": 1, "hours": 2, "evaluation": "satisfied"}
    assert len(outcome["signature"]) == 64


def test_contact_comes_with_the_yes_to_who_goes_alone(serving: Serving) -> None:
    station = serving.station
    zhao, qian = serving.link("zhao", "赵一"), serving.link("qian", "钱二")
    order = offered(serving)
    [own] = station.call(zhao, "GET", "/api/own/service-orders")[1]["items"]
    assert (own["id"], own["contact"]) == (order["id"], None)
    station.call(zhao, "POST", f"{PATH}/{order['id']}/answer", {"accepts": True})
    [own] = station.call(zhao, "GET", "/api/own/service-orders")[1]["items"]
    assert own["contact"]["name"] == "郑桂芳"
    assert own["contact"]["address"] == "建设路18号2楼"
    assert station.call(qian, "GET", "/api/own/service-orders")[1]["items"] == []
    _, seen = station.call("clerk", "GET", f"{PATH}?request={serving.request}")
    assert "contact" not in seen["items"][0]


def test_no_needs_its_reason_and_may_be_somebody_elses_turn(serving: Serving) -> None:
    order = offered(serving)
    call = serving.station.call
    status, said = call("clerk", "POST", f"{PATH}/{order['id']}/answer", {"accepts": False})
    assert (status, said["code"]) == (422, "service_order.needs_reason")
    body = {"accepts": False, "reason": "上课"}
    assert call("clerk", "POST", f"{PATH}/{order['id']}/answer", body)[1]["status"] == "refused"
    qian = serving.link("qian", "钱二")
    again = offered(serving)
    assert call(qian, "POST", f"{PATH}/{again['id']}/answer", body)[0] == 403
    assert call(qian, "POST", f"{PATH}/{again['id']}/cancellation", {"reason": "不"})[0] == 403
    assert call("clerk", "POST", f"{PATH}/{again['id']}/cancellation", {"reason": "不"})[0] == 200


def test_both_or_neither_is_nobody(serving: Serving) -> None:
    body = {"request": str(serving.request)}
    status, said = serving.station.call("clerk", "POST", PATH, body)
    assert (status, said["code"]) == (422, "service_order.no_assignee")
    assert serving.station.call("clerk", "GET", f"{PATH}/{uuid4()}")[0] == 404


def test_a_dispute_by_link_or_telephone(serving: Serving) -> None:
    done = reported(serving)
    call = serving.station.call
    _, link = call("clerk", "POST", f"{PATH}/{done['id']}/links", {})
    body = {"token": link["token"], "words": "没来过"}
    disputed = stranger(serving.station, "/api/signatures/disputes", body)
    assert disputed == (201, {"status": "disputed"})
    part = {"volunteer": done["volunteer"], "start": "07:00", "end": "08:00"}
    told = {"day": "2025-02-03", "content": "看了看", "place": "东片", "parts": [part]}
    call("clerk", "POST", f"{PATH}/{done['id']}/completion", told)
    status, said = call("clerk", "POST", f"{PATH}/{done['id']}/dispute", {"words": "还是不对"})
    assert (status, said["status"], said["reason"]) == (200, "disputed", "还是不对")


def test_a_slip_is_read_off_by_an_officer(serving: Serving) -> None:
    done = reported(serving)
    filed = photo(serving, order_text_of(UUID(done["id"])))
    body = {
        "photo": str(filed.photo.id),
        "said": [{"record": done["records"][0], "evaluation": "satisfied"}],
        "name": "郑小军",
        "capacity": "proxy",
        "witness": "吴邻居",
    }
    path = f"{PATH}/{done['id']}/paper-signature"
    status, signed = serving.station.call("clerk", "POST", path, body)
    assert (status, signed["status"]) == (200, "signed")


@pytest.mark.parametrize("path", ["preview", "disputes", ""])
def test_strangers_are_counted(serving: Serving, path: str) -> None:
    where = f"/api/signatures/{path}".rstrip("/")
    body = {"token": "none", "words": "不对"} if path == "disputes" else {"token": "none"}
    if not path:
        said = [{"record": str(uuid4()), "evaluation": "satisfied"}]
        body |= {"seen": "0" * 64, "said": said, "name": "郑", "strokes": json.loads(DRAWN)}
    answers = [stranger(serving.station, where, body)[0] for _ in range(61)]
    assert answers == [404] * 60 + [429]
