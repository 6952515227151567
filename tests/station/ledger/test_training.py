"""Training: one form for a session and its list; the table of the report; who lags."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from station.models.audit import Audit
from station.models.training import sessions_of
from tests.station.ledger.station import Station

FORM = {
    "topic": "急救",
    "kind": "targeted",
    "strand": "skill",
    "day": "2025-01-22",
    "minutes": 120,
    "trainer": "吴医生",
}


def form(station: Station, *names: str, **changes: Any) -> dict[str, Any]:
    rows = [{"volunteer": str(station.people[name])} for name in names]
    return FORM | {"rows": rows} | changes


def enter(station: Station, *names: str, **changes: Any) -> str:
    body = form(station, *names, **changes)
    status, answer = station.call("clerk", "POST", "/api/trainings", body)
    assert status == 201, answer
    return str(answer["id"])


def pace(station: Station, year: int = 2025) -> dict[str, Any]:
    status, answer = station.call("clerk", "GET", f"/api/trainings/pace?year={year}")
    assert status == 200
    return answer


def test_a_session_is_entered_with_its_list_changed_and_taken_back(station: Station) -> None:
    training = enter(station, "赵一", "钱二")
    path = f"/api/trainings/{training}"
    rows = [{"volunteer": str(station.people["赵一"]), "minutes": 60}]
    status, changed = station.call("clerk", "PUT", path, FORM | {"rows": rows, "topic": "包扎"})
    assert (status, changed["topic"], changed["attendance"]) == (200, "包扎", rows)
    void = f"{path}/voiding"
    assert station.call("clerk", "POST", void, {"reason": " "})[1]["code"] == (
        "training.needs_reason"
    )
    status, ended = station.call("clerk", "POST", void, {"reason": "记错了"})
    assert (status, ended["status"], ended["reason"]) == (200, "voided", "记错了")
    for again in (("POST", void, {"reason": "再"}), ("PUT", path, FORM)):
        assert station.call("clerk", *again)[1]["code"] == "training.not_movable"
    _, listed = station.call("clerk", "GET", "/api/trainings?year=2025")
    assert [(row["id"], row["status"]) for row in listed["items"]] == [(training, "voided")]
    assert station.call("clerk", "GET", "/api/trainings?year=2024")[1]["total"] == 0
    lines = station.session.scalars(select(Audit.action).where(Audit.action.like("training.%")))
    assert set(lines) == {"training.entered", "training.changed", "training.voided"}
    unknown = f"/api/trainings/{uuid4()}/voiding"
    assert station.call("clerk", "POST", unknown, {"reason": "无"})[1]["code"] == (
        "training.unknown"
    )


def test_who_wasnt_in_service_that_day_is_named_by_the_refusal(station: Station) -> None:
    for body, code in (
        (form(station, "钱二", day="2025-01-14"), "training.not_in_service"),
        (FORM | {"rows": [{"volunteer": str(uuid4())}]}, "training.unknown_volunteer"),
        (form(station, "赵一", "赵一"), "training.named_twice"),
        (form(station, day="2025-02-04"), "training.in_future"),
        (form(station, topic=" "), "training.needs_text"),
    ):
        status, answer = station.call("clerk", "POST", "/api/trainings", body)
        assert (status, answer["code"]) == (422, code)
    status, answer = station.call(
        "clerk", "POST", "/api/trainings", form(station, "钱二", day="2025-01-14")
    )
    assert "钱二" in answer["message"]
    assert station.call("clerk", "GET", "/api/trainings")[1]["total"] == 0


def test_the_report_carries_the_months_training_table(station: Station) -> None:
    enter(station, "赵一", "钱二")
    enter(station, "赵一", kind="concentrated", strand="party_spirit", minutes=90)
    voided = enter(station, "赵一", minutes=60)
    station.call("clerk", "POST", f"/api/trainings/{voided}/voiding", {"reason": "重复"})
    enter(station, "赵一", day="2025-02-03")
    enter(station, kind="concentrated", strand="skill", minutes=30)
    station.reported("2025-01")
    [sent] = station.promised("tally.month")
    assert sent["training"] == [
        {
            "kind": "concentrated",
            "strand": "party_spirit",
            "sessions": 1,
            "minutes": 90,
            "attendances": 1,
            "people": 1,
            "attended_minutes": 90,
        },
        {
            "kind": "concentrated",
            "strand": "skill",
            "sessions": 1,
            "minutes": 30,
            "attendances": 0,
            "people": 0,
            "attended_minutes": 0,
        },
        {
            "kind": "targeted",
            "strand": "skill",
            "sessions": 1,
            "minutes": 120,
            "attendances": 2,
            "people": 2,
            "attended_minutes": 240,
        },
    ]
    [version] = station.month("2025-01")["versions"]
    assert version["data"]["training"] == sent["training"]


def test_two_figures_of_a_year_offered_and_attended_by_each(station: Station) -> None:
    enter(station, "赵一", minutes=90)
    station.volunteer("郑三", date(2025, 1, 1), last=date(2025, 1, 31))
    year = pace(station)
    assert (year["minimum"], year["total"], year["lagging"]) == (720, 2, 1)
    zhao = next(one for one in year["items"] if one["name"] == "赵一")
    qian = next(one for one in year["items"] if one["name"] == "钱二")
    assert (zhao["minutes"], zhao["due"], zhao["missing"], zhao["lags"]) == (
        90,
        720 * 34 // 365,
        630,
        False,
    )
    assert (qian["minutes"], qian["due"], qian["lags"]) == (0, 720 * 20 // 351, True)
    assert [cell["minutes"] for cell in year["offered"]] == [90]


def test_a_volunteers_own_sessions_of_a_year(station: Station) -> None:
    enter(station, "赵一", "钱二")
    enter(station, "赵一", day="2025-02-01", minutes=30)
    zhao, qian = station.people["赵一"], station.people["钱二"]
    found = sessions_of(station.session, zhao, 2025)
    assert [(one.day, minutes) for one, minutes in found] == [
        (date(2025, 2, 1), 30),
        (date(2025, 1, 22), 120),
    ]
    assert len(sessions_of(station.session, qian, 2025)) == 1
    assert sessions_of(station.session, qian, 2024) == []
