"""A volunteer's own year over the API: figures, the next star, what waits, reports."""

from __future__ import annotations

from typing import Any

import pytest

from shared.database import transaction
from station.database import db
from station.models.account import Account
from tests.station.ledger.held import held
from tests.station.ledger.station import SLIP, Station


@pytest.fixture
def own(station: Station) -> Station:
    """Zhao signs in by an account of their own."""
    account = station.account("zhao", "赵一", "volunteer")
    with transaction(db) as session:
        session.get_one(Account, account).volunteer_id = station.people["赵一"]
    return station


def year(station: Station, number: int = 2025) -> dict[str, Any]:
    status, answer = station.call("zhao", "GET", f"/api/own/year?year={number}")
    assert status == 200, answer
    return answer


def report(station: Station, **changes: Any) -> tuple[int, dict[str, Any]]:
    body = {
        "day": "2025-01-23",
        "start": "13:00",
        "end": "15:00",
        "category": "hardship_aid",
        "place": "育才里",
        "content": "搬书柜",
        "recipient": "韩奶奶",
    }
    return station.call("zhao", "POST", "/api/own/reports", body | changes)


def test_the_year_shows_points_hours_and_what_the_next_star_lacks(own: Station) -> None:
    _, ids = held(own, "赵一", "钱二")
    more = own.enter(own.row(day="2025-01-21", evaluation="none"))
    own.certify(*ids, *more)
    own.enter(own.row(day="2025-01-22", end="11:00"))
    found = year(own)
    assert (found["hours"], found["satisfied_hours"], found["points"]) == (4, 2, 10)
    assert found["progress"] == {
        "star": 0,
        "next_step": 300,
        "missing_points": 290,
        "missing_hours": 58,
    }
    assert found["unevaluated"] == {"records": 1, "hours": 2}
    assert found["waiting"] == {"records": 1, "hours": 3}
    assert [month["points"] for month in found["months"]] == [10] + [0] * 11
    assert (found["training"]["minutes"], found["training"]["missing"]) == (0, 720)
    assert (found["points_per_hour"], found["star_steps"]) == (5, [300, 600, 900])
    assert found["decided"] is None
    assert year(own, 2024)["hours"] == 0


def test_one_sees_ones_own_records_alone_and_in_whatever_state(own: Station) -> None:
    _, [zhao, _] = held(own, "赵一", "钱二")
    [rejected] = own.enter(own.row(day="2025-01-21"))
    path = f"/api/records/{rejected}/rejection"
    own.call("clerk", "POST", path, {"reason": "重复"})
    status, answer = own.call("zhao", "GET", "/api/own/records")
    assert status == 200
    rows = [(row["id"], row["status"], row["reason"]) for row in answer["items"]]
    assert rows == [(zhao, "submitted", ""), (rejected, "rejected", "重复")]
    assert own.call("zhao", "GET", "/api/own/records?month=2025-02")[1]["total"] == 0


def test_a_report_of_ones_own_waits_for_the_officers_slip(own: Station) -> None:
    status, answer = report(own)
    assert (status, answer["written"]) == (201, 1)
    record = answer["items"][0]["id"]
    assert own.record(record)["waits_for"] == "signature"
    path = f"/api/records/{record}/signature"
    slip = {"evidence": SLIP, "evaluation": "satisfied"}
    assert own.call("zhao", "POST", path, slip)[0] == 403
    status, row = own.call("clerk", "POST", path, slip)
    assert (status, row["waits_for"], row["evaluation"]) == (200, "certifier", "satisfied")
    own.certify(record)
    assert year(own)["points"] == 10


def test_a_report_that_cannot_stand_says_why(own: Station) -> None:
    report(own)
    for changes, status, code in (
        ({}, 422, "service_record.rows_refused"),
        ({"recipient": " "}, 422, "service_record.needs_recipient"),
        ({"day": "2025-02-04"}, 422, "service_record.rows_refused"),
    ):
        found = report(own, **changes)
        assert (found[0], found[1]["code"]) == (status, code)


def test_who_is_no_volunteer_has_no_own_year(station: Station) -> None:
    status, answer = station.call("clerk", "GET", "/api/own/year?year=2025")
    assert (status, answer["code"]) == (404, "own.not_linked")
    assert station.visit("GET", "/api/own/year?year=2025") == 401
