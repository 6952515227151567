"""Requests, catalogue and promises through the JSON API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.station.ledger.station import Station
from tests.station.requests.desk import form

SAID: dict[str, Any] = {
    "channel": "telephone",
    "name": "郑桂芳",
    "phone": "13812346021",
    "address": "建设路18号",
    "words": "厨房水管漏了",
    "item": "repair",
    "consented": True,
}
QUEUE = "/api/service-requests"


def asked(station: Station, **more: Any) -> dict[str, Any]:
    status, answer = station.call("clerk", "POST", QUEUE, SAID | more)
    assert status == 201, answer
    return answer


def test_what_is_entered_is_answered_with_its_code_and_masked(station: Station) -> None:
    answer = asked(station)
    assert (answer["number"], len(answer["tracking_code"])) == ("2025-0001", 8)
    assert answer["contact"] == {"name": "郑*芳", "phone": "138****6021", "address": "建设路**号"}
    assert answer["words"] == "厨房水管漏了"
    assert [step["status"] for step in answer["steps"]] == ["received"]
    assert station.call("clerk", "GET", f"{QUEUE}/{answer['id']}")[1] == answer


@pytest.mark.parametrize(
    "wrong", [{"consented": False}, {"channel": "public"}, {"stars": 4}, {"words": ""}]
)
def test_what_a_clerk_may_not_enter_is_refused(station: Station, wrong: dict[str, Any]) -> None:
    assert station.call("clerk", "POST", QUEUE, SAID | wrong)[0] == 422


def test_the_queue_holds_no_contact(station: Station) -> None:
    plain, urgent = asked(station), asked(station, urgent=True)
    _, answer = station.call("clerk", "GET", QUEUE)
    assert [row["id"] for row in answer["items"]] == [urgent["id"], plain["id"]]
    assert not {"contact", "words", "steps"} & set(answer["items"][0])
    assert station.call("clerk", "GET", f"{QUEUE}?part=closed")[1]["total"] == 0
    assert station.call("clerk", "GET", f"{QUEUE}?part=nowhere")[0] == 422


def test_it_is_found_by_what_no_address_may_hold(station: Station) -> None:
    row = asked(station)
    for typed in (row["tracking_code"], "138-1234-6021", row["number"]):
        _, answer = station.call("clerk", "POST", f"{QUEUE}/search", {"typed": typed})
        assert [one["id"] for one in answer["items"]] == [row["id"]]
    assert station.call("clerk", "GET", f"{QUEUE}?number=0001")[1]["total"] == 1
    assert station.call("clerk", "GET", f"{QUEUE}?number=13812346021")[1]["total"] == 0


def test_it_is_accepted_or_declined_with_a_reason(station: Station) -> None:
    one, two = asked(station), asked(station)
    path = f"{QUEUE}/{one['id']}/acceptance"
    given = {"item": "errand", "urgent": True, "reason": "能办"}
    status, answer = station.call("clerk", "POST", path, given)
    assert (status, answer["status"], answer["item"]) == (200, "accepted", "errand")
    assert (answer["urgency"], answer["steps"][-1]["reason"]) == ("urgent", "能办")
    assert station.call("clerk", "POST", path, given)[0] == 409
    path = f"{QUEUE}/{two['id']}/decline"
    assert station.call("clerk", "POST", path, {})[0] == 422
    status, answer = station.call("clerk", "POST", path, {"reason": "没人会"})
    assert (status, answer["status"]) == (200, "declined")


def test_likely_doubles_are_found_and_judged(station: Station) -> None:
    one, two = asked(station), asked(station)
    _, answer = station.call("clerk", "POST", f"{QUEUE}/doubles", {"phone": "138 1234 6021"})
    found = {row["request"]["id"]: row["likenesses"] for row in answer["items"]}
    assert found == {one["id"]: ["phone"], two["id"]: ["phone"]}
    path = f"{QUEUE}/{two['id']}/verdicts"
    assert station.call("clerk", "POST", path, {"other": one["id"], "same": True})[0] == 200
    assert station.call("clerk", "POST", path, {"other": two["id"], "same": True})[0] == 409


def test_proposals_come_with_reasons_and_who_was_left_out(station: Station) -> None:
    form(station.people["赵一"])
    form(station.people["钱二"], categories=["key_work"])
    _, answer = station.call("clerk", "GET", f"{QUEUE}/{asked(station)['id']}/proposals")
    [proposed] = answer["proposed"]
    assert (proposed["name"], proposed["reasons"][0]) == (
        "赵一",
        {"why": "skill", "value": "水电维修"},
    )
    assert [(row["name"], row["why"]) for row in answer["left_out"]] == [("钱二", "other_category")]


def test_the_contact_is_shown_for_a_reason(station: Station) -> None:
    path = f"{QUEUE}/{asked(station)['id']}/contact-showing"
    assert station.call("clerk", "POST", path, {"reason": "curious"})[0] == 422
    status, answer = station.call("clerk", "POST", path, {"reason": "call"})
    said = {"name": "郑桂芳", "phone": "13812346021", "address": "建设路18号"}
    assert (status, answer) == (200, said)


def test_the_catalogue_is_read_added_to_and_changed(station: Station) -> None:
    assert station.call("clerk", "GET", "/api/service-items")[1]["total"] == 19
    new = {"name": "理发", "category": "convenience", "skills": ["理发"]}
    status, answer = station.call("clerk", "POST", "/api/service-items", new)
    assert (status, answer["code"], answer["is_public"]) == (201, "own_20", True)
    taken = new | {"code": "repair"}
    assert station.call("clerk", "POST", "/api/service-items", taken)[0] == 409
    assert station.call("clerk", "POST", "/api/service-items", new | {"code": "理发"})[0] == 422
    changed = new | {"is_active": False}
    _, answer = station.call("clerk", "POST", "/api/service-items/own_20", changed)
    assert answer["is_active"] is False
    same = station.call("clerk", "POST", "/api/service-items/own_20", changed)
    assert same == (200, answer), "what doesn't change is no line of history"
    assert station.call("clerk", "POST", "/api/service-items/none", changed)[0] == 404


def test_districts_are_chosen_until_they_are_given_up(station: Station) -> None:
    status, answer = station.call("clerk", "POST", "/api/districts", {"name": "东片"})
    assert status == 201
    row = asked(station, district=answer["id"])
    path = f"/api/districts/{answer['id']}/giving-up"
    assert station.call("clerk", "POST", path)[1]["is_active"] is False
    assert station.call("clerk", "GET", "/api/districts")[1]["total"] == 0
    assert row["district"] == "东片"


def test_the_head_promises_and_closes(station: Station) -> None:
    offer = {"accept_days": 2, "dispatch_days": 4, "phone": "0315-2881234"}
    assert station.call("clerk", "POST", "/api/promise", offer)[0] == 403
    closing = {"first": "2025-02-10", "last": "2025-02-21", "note": "寒假"}
    status, made = station.call("head", "POST", "/api/closings", closing)
    assert status == 201
    assert station.call("head", "POST", "/api/closings", closing | {"last": "2025-02-09"})[0] == 422
    _, answer = station.call("head", "POST", "/api/promise", offer)
    kept = {"reach": "", "keep_days": 30}
    assert answer == offer | kept | {"phone": "03152881234", "closings": [made]}
    assert station.call("head", "POST", "/api/promise", offer)[1] == answer
    path = f"/api/closings/{made['id']}/removal"
    assert station.call("clerk", "POST", path)[0] == 403
    assert station.call("head", "POST", path)[1]["closings"] == []
