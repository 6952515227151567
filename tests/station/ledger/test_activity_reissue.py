"""A whole activity voided, or issued anew: the old records and the new ones point at each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.station.ledger.held import PLAN, attended, held, line, listed, planned, shown
from tests.station.ledger.station import Station


def reissue(station: Station, activity: str, form: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    body = {"reason": "时间写错", **form}
    return station.call("clerk", "POST", f"/api/activities/{activity}/reissue", body)


def void(station: Station, activity: str, reason: str) -> tuple[int, dict[str, Any]]:
    path = f"/api/activities/{activity}/voiding"
    return station.call("clerk", "POST", path, {"reason": reason})


def test_a_voided_activity_counts_for_nothing_and_keeps_its_records(station: Station) -> None:
    activity, [first, second] = held(station, "赵一", "钱二")
    station.certify(first)
    assert void(station, activity, " ")[0] == 422
    assert void(station, activity, "没有办成") == (200, {"voided": 1, "rejected": 1})
    assert (station.record(first)["status"], station.record(second)["status"]) == (
        "voided",
        "rejected",
    )
    assert station.record(second)["reason"] == "没有办成"
    row = shown(station, activity)
    assert (row["status"], row["reason"], row["counts"]["records"]) == ("voided", "没有办成", 0)
    assert station.month("2025-01")["table"]["cells"] == []
    assert void(station, activity, "再")[1]["code"] == "activity.not_movable"
    assert void(station, planned(station), "未办")[1]["code"] == "activity.not_movable"


def test_the_form_comes_filled_in_and_sent_back_unchanged_gives_the_same_records(
    station: Station,
) -> None:
    activity, _ = held(station, "赵一")
    attended(station, activity, {"rows": [line(station, "钱二", start="09:00", hours=1)]})
    path = f"/api/activities/{activity}/form"
    status, form = station.call("clerk", "GET", path)
    assert (status, form["plan"]["title"], form["attendance"]["start"]) == (
        200,
        "清扫广场",
        "08:00",
    )
    rows = {row["volunteer"]: row for row in form["attendance"]["rows"]}
    assert rows[str(station.people["钱二"])]["start"] == "09:00"
    assert all(row["hours"] is None for row in rows.values())
    status, answer = reissue(station, activity, form)
    assert (status, answer["written"]) == (201, 2)
    told = [station.record(row["id"]) for row in answer["items"]]
    assert [(row["start"], row["end"], row["hours"]) for row in told] == [
        ("08:00", "10:00", 2),
        ("09:00", "10:00", 1),
    ]


def test_old_and_new_point_at_each_other_activity_and_records(station: Station) -> None:
    station.volunteer("郑三", date(2025, 1, 1))
    activity, [zhao, qian] = held(station, "赵一", "钱二")
    station.certify(zhao, qian)
    form = {
        "plan": PLAN | {"end": "11:00", "place": "镇文化站"},
        "attendance": listed(station, "赵一", "郑三"),
    }
    status, answer = reissue(station, activity, form)
    assert (status, answer["written"]) == (201, 2)
    new, further = answer["items"]
    assert station.record(further["id"])["replaces"] is None
    made, old = station.record(new["id"]), station.record(zhao)
    assert (old["status"], old["replaced_by"], made["replaces"]) == ("voided", new["id"], zhao)
    assert (made["channel"], made["hours"], made["place"]) == ("reissue", 3, "镇文化站")
    left_out = station.record(qian)
    assert (left_out["status"], left_out["replaced_by"]) == ("voided", None)
    before, after = shown(station, activity), shown(station, answer["activity"])
    assert (before["status"], before["replaced_by"]) == ("voided", answer["activity"])
    assert (after["status"], after["replaces"], after["counts"]["waiting"]) == (
        "held",
        activity,
        2,
    )


def test_a_line_that_cannot_stand_leaves_everything_as_it_was(station: Station) -> None:
    activity, [zhao] = held(station, "赵一")
    station.certify(zhao)
    station.enter(station.row(start="10:00", end="11:00"))
    form = {"plan": PLAN | {"end": "10:30"}, "attendance": listed(station, "赵一", "钱二")}
    status, answer = reissue(station, activity, form)
    assert (status, answer["activity"], answer["written"]) == (422, None, 0)
    assert [row["reason"] for row in answer["items"]] == ["overlap", None]
    assert station.record(zhao)["status"] == "certified"
    assert shown(station, activity)["status"] == "held"


def test_after_the_deadline_the_reason_is_the_lateness_reason_too(station: Station) -> None:
    activity, [zhao] = held(station, "赵一")
    station.certify(zhao)
    station.at("2025-03-01T09:00+08:00")
    form = {"plan": PLAN, "attendance": listed(station, "赵一")}
    _, answer = reissue(station, activity, form)
    made = station.record(answer["items"][0]["id"])
    assert (made["needs_second"], made["late_reason"]) == (True, "时间写错")


def test_a_single_record_stays_with_its_activity_until_it_is_of_another(station: Station) -> None:
    activity, ids = held(station, "赵一", "钱二")
    station.certify(*ids)
    zhao, qian = ids
    for record, changes, kept in (
        (zhao, {"end": "09:00"}, activity),
        (qian, {"place": "镇文化站"}, None),
    ):
        body = {"reason": "写错了"} | changes
        path = f"/api/records/{record}/reissue"
        status, new = station.call("clerk", "POST", path, body)
        assert (status, new["activity"]) == (201, kept)
