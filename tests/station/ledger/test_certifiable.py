"""Who may sign what of what waits, said beforehand; whole groups in one press."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from station.actions.certifiable import Group, count_own, verdicts
from station.models.ledger import lines_of
from station.models.officer import Officer
from tests.station.ledger.held import held
from tests.station.ledger.station import SLIP, Station
from tests.station.ledger.test_certification import officer


def codes(station: Station, login: str, *ids: str) -> list[str]:
    session, wanted = station.session, [UUID(one) for one in ids]
    found = verdicts(session, station.actor(login), list(lines_of(session, wanted).values()))
    return [found[one] for one in wanted]


def press(
    station: Station, login: str, step: str, groups: list[dict[str, Any]], count: int
) -> tuple[int, dict[str, Any]]:
    body = {"step": step, "groups": groups, "count": count}
    return station.call(login, "POST", "/api/records/groups", body)


def test_what_one_sees_beforehand_is_what_the_act_then_says(station: Station) -> None:
    station.account("zhao", "赵一", "clerk")
    named = officer(station, "吴老师", "second")
    _, [own, beside] = held(station, "赵一", "钱二")
    [others, free] = station.enter(
        station.row(name="钱二", day="2025-01-21", certifier=named),
        station.row(name="钱二", day="2025-01-22"),
    )
    ids = (own, beside, others, free)
    before = codes(station, "zhao", *ids)
    assert before == [
        "service_record.own_record",
        "service_record.took_part",
        "service_record.other_certifier",
        "",
    ]
    assert [row["code"] for row in station.certify(*ids, login="zhao")] == before
    assert codes(station, "second", others) == [""]


def test_a_second_officer_is_another_than_the_first(station: Station) -> None:
    [long] = station.enter(station.row(end="17:00"))
    assert codes(station, "second", long) == [""]
    station.certify(long)
    assert codes(station, "clerk", long) == ["service_record.same_officer"]
    assert codes(station, "second", long) == [""]
    officer(station, "周干事")
    assert codes(station, "second", long) == ["officer.not_linked"]
    assert station.session.query(Officer).count() == 2


def test_groups_say_how_many_wait_and_how_many_of_them_one_may_sign(station: Station) -> None:
    station.account("zhao", "赵一", "clerk")
    activity, _ = held(station, "赵一", "钱二", has_host=True)
    station.enter(station.row(day="2025-01-21", form="dispatched", evidence=SLIP))
    status, answer = station.call("zhao", "GET", "/api/records/groups")
    assert status == 200
    rows = [(one["activity"], one["records"], one["own"]) for one in answer["items"]]
    assert rows == [(activity, 2, 1), (None, 1, 0)]
    assert answer["items"][0]["what"] == "清扫广场"
    actor = station.actor("clerk")
    assert count_own(station.session, actor) == {
        ("certifier", Group(UUID(activity))): 2,
        ("certifier", Group()): 1,
    }


def test_one_press_certifies_groups_across_and_says_what_it_left(station: Station) -> None:
    station.account("zhao", "赵一", "clerk")
    first, ids = held(station, "赵一", "钱二", has_host=True)
    second, more = held(station, "钱二", day="2025-01-21", has_host=True)
    groups = [{"activity": first}, {"activity": second}]
    assert press(station, "zhao", "certifier", groups, 4)[1]["code"] == "bulk.other_count"
    status, answer = press(station, "zhao", "certifier", groups, 3)
    assert (status, answer["total"], answer["done"]) == (200, 3, 2)
    by_id = {row["id"]: row["code"] for row in answer["items"]}
    assert by_id == {ids[0]: "service_record.own_record", ids[1]: "", more[0]: ""}
    assert press(station, "clerk", "certifier", groups, 1)[1]["done"] == 1


def test_one_press_countersigns_too(station: Station) -> None:
    activity, ids = held(station, "赵一", "钱二", common={"end": "17:00"})
    station.certify(*ids)
    groups = [{"activity": activity}]
    assert press(station, "clerk", "second_officer", groups, 2)[1]["done"] == 0
    assert press(station, "second", "second_officer", groups, 2)[1]["done"] == 2
    assert station.record(ids[0])["status"] == "certified"


def test_many_are_refused_or_evaluated_over_the_api(station: Station) -> None:
    _, [zhao, qian] = held(station, "赵一", "钱二", common={"evaluation": "none"})
    body: dict[str, Any] = {"ids": [zhao, qian], "count": 2}
    path = "/api/records/evaluation"
    status, answer = station.call("clerk", "POST", path, body | {"evaluation": "satisfied"})
    assert (status, answer["done"]) == (200, 2)
    station.certify(zhao)
    path = "/api/records/rejection"
    assert station.call("clerk", "POST", path, body | {"reason": " "})[0] == 422
    status, answer = station.call("clerk", "POST", path, body | {"reason": "名单有误"})
    assert [row["code"] for row in answer["items"]] == ["service_record.not_movable", ""]
    assert station.record(qian)["reason"] == "名单有误"
