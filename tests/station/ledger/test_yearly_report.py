"""The year: sealed from accepted months, zeros included, in parts; returned and sealed again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from shared.domain.month import months_of
from shared.errors import NotFoundError
from shared.federation.tables import OutboxMixin
from station.models.federation import TABLES
from station.models.year_report import returned_years
from tests.conftest import MakeNode
from tests.reader import Reader
from tests.station.ledger.station import PASSWORD, Station
from tests.station.ledger.test_monthly_report import accepted, rejected

SEAL = "/api/years/2025/seal"


@pytest.fixture
def app(make_node: MakeNode) -> Flask:
    """A station that opened in November: two months are owed."""
    opened = date(2025, 11, 3)
    return make_node("station", "01-3301", upper="center:01", opened_on=opened)


def two_months(station: Station) -> list[dict[str, Any]]:
    """November with two hours of Zhao's, December with three of Qian's, both accepted."""
    station.volunteer("早退", date(2025, 1, 1), last=date(2025, 6, 30))
    station.volunteer("去年", date(2024, 1, 1), last=date(2024, 12, 31))
    station.volunteer("明年", date(2026, 1, 1))
    station.volunteer("未批", None)
    station.at("2025-12-01T09:00+08:00")
    station.certified(station.row(day="2025-11-20"))
    november = accepted(station, "2025-11")
    station.at("2026-01-01T09:00+08:00")
    station.certified(station.row(name="钱二", day="2025-12-20", end="11:00"))
    return [november, station.reported("2025-12")]


def returned(station: Station, version: int, year: int = 2025) -> None:
    data = {
        "station": "station:01-3301",
        "year": year,
        "version": version,
        "reason": "与月报不符",
        "by": "吴主任",
        "differences": [
            {
                "volunteer": str(station.people["赵一"]),
                "month": "2025-11",
                "figure": "hours",
                "year_says": 2,
                "months_say": 3,
            }
        ],
    }
    station.receive(station.message("year.returned", f"year:01-3301:{year}", data))


def test_the_year_waits_for_every_month_that_was_owed(station: Station) -> None:
    _, december = two_months(station)
    status, answer = station.call("head", "POST", SEAL)
    assert (status, answer["code"]) == (409, "yearly_report.months_not_accepted")
    assert answer["values"] == {"months": "2025-12"}
    station.decide(december, "accepted")
    assert station.call("clerk", "POST", SEAL)[0] == 403
    assert station.call("head", "POST", SEAL)[0] == 201
    assert station.call("head", "POST", SEAL)[1]["code"] == "year.not_movable"


def test_each_volunteer_has_twelve_months_and_sums_zeros_included(station: Station) -> None:
    _, december = two_months(station)
    station.decide(december, "accepted")
    _, year = station.call("head", "POST", SEAL)
    assert (year["status"], len(year["versions"]), year["versions"][0]["parts"]) == ("sealed", 1, 1)
    [sent] = station.promised("year.sealed")
    assert year["versions"][0]["volunteers"] == sent["volunteers"]
    lines = {line["volunteer"]: line for line in sent["volunteers"]}
    names = ("赵一", "钱二", "早退")
    zhao, qian, gone = (lines.pop(str(station.people[name])) for name in names)
    assert lines == {}
    assert (zhao["hours"], zhao["points"], qian["hours"], qian["points"]) == (2, 10, 3, 15)
    assert [month["month"] for month in zhao["months"]] == [str(one) for one in months_of(2025)]
    assert [month["hours"] for month in zhao["months"]] == [0] * 10 + [2, 0]
    assert [month["revision"] for month in gone["months"]] == [0] * 10 + [1, 1]
    assert (gone["hours"], gone["points"]) == (0, 0)
    assert (sent["version"], sent["part"], sent["parts"]) == (1, 1, 1)
    row = station.session.query(TABLES.outbox).filter_by(type="year.sealed").one()
    assert isinstance(row, OutboxMixin) and row.seal
    assert row.subject == "year:01-3301:2025:1"


def test_a_large_station_reports_in_parts(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.domain.year.VOLUNTEERS_PER_PART", 2)
    _, december = two_months(station)
    station.decide(december, "accepted")
    station.call("head", "POST", SEAL)
    parts = station.promised("year.sealed")
    assert [(part["part"], part["parts"]) for part in parts] == [(1, 2), (2, 2)]
    assert [len(part["volunteers"]) for part in parts] == [2, 1]


def test_an_amended_month_stands_in_the_year_with_its_accepted_revision(
    station: Station,
) -> None:
    november, december = two_months(station)
    station.decide(december, "accepted")
    path = "/api/months/2025-11/unlock-request"
    station.call("head", "POST", path, {"reason": "多记一条"})
    station.decide(november, "unlocked")
    assert station.call("head", "POST", SEAL)[1]["values"] == {"months": "2025-11"}
    [record] = [row for row in _records(station) if row["month"] == "2025-11"]
    void = f"/api/records/{record['id']}/voiding"
    station.call("clerk", "POST", void, {"reason": "多记"})
    _, second = station.sign("2025-11", reason="作废一条")
    station.decide(second, "accepted")
    assert station.call("head", "POST", SEAL)[0] == 201
    [sent] = station.promised("year.sealed")
    [zhao] = [one for one in sent["volunteers"] if one["volunteer"] == str(station.people["赵一"])]
    assert (zhao["hours"], zhao["months"][10]["revision"]) == (0, 2)


def test_a_returned_year_is_sealed_again_as_the_next_version(station: Station) -> None:
    _, december = two_months(station)
    station.decide(december, "accepted")
    with pytest.raises(NotFoundError, match="unknown_version"):
        returned(station, 1)
    station.call("head", "POST", SEAL)
    returned(station, 1)
    [asked] = returned_years(station.session)
    assert (asked.year, asked.version, asked.returned_by) == (2025, 1, "吴主任")
    status, year = station.call("clerk", "GET", "/api/years/2025")
    assert (status, year["status"]) == (200, "returned")
    [version] = year["versions"]
    assert version["return_reason"] == "与月报不符"
    assert version["differences"][0]["months_say"] == 3
    assert station.call("head", "POST", SEAL)[0] == 201
    returned(station, 1)
    assert returned_years(station.session) == [], "sealed anew is answered"
    _, year = station.call("clerk", "GET", "/api/years/2025")
    assert [one["status"] for one in year["versions"]] == ["returned", "sealed"]
    assert [one["version"] for one in station.promised("year.sealed")] == [1, 2]


def test_the_question_stands_on_today_until_the_year_is_sealed_anew(station: Station) -> None:
    _, december = two_months(station)
    station.decide(december, "accepted")
    station.call("head", "POST", SEAL)
    reader = Reader(station.app, "head", PASSWORD)
    assert "年报被退回来问" not in reader.page("/today")
    returned(station, 1)
    assert "2025 年报被退回来问 吴主任：“与月报不符” 自 1月1日" in reader.page("/today")
    station.call("head", "POST", SEAL)
    assert "年报被退回来问" not in reader.page("/today")


def test_a_year_that_the_center_cannot_take_stands_returned(station: Station) -> None:
    _, december = two_months(station)
    station.decide(december, "accepted")
    station.call("head", "POST", SEAL)
    rejected(station, "year.sealed", 0, "year.unknown")
    _, year = station.call("clerk", "GET", "/api/years/2025")
    assert (year["status"], year["versions"][0]["return_reason"]) == (
        "returned",
        "这一版没有被接受。",
    )
    rejected(station, "year.sealed", 0, "year.unknown")


def test_a_year_without_a_seal_is_open(station: Station) -> None:
    status, year = station.call("clerk", "GET", "/api/years/2024")
    assert (status, year) == (200, {"year": 2024, "status": "open", "versions": []})
    assert station.call("head", "POST", "/api/years/2024/seal")[1]["values"] == {
        "months": "2024-12"
    }


def _records(station: Station) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = station.call("clerk", "GET", "/api/records")[1]["items"]
    return items


def test_the_results_are_the_sealed_years_until_it_is_returned(station: Station) -> None:
    _, december = two_months(station)
    station.decide(december, "accepted")
    assert station.call("head", "POST", SEAL)[0] == 201
    station.at("2026-01-02T09:00+08:00")
    [record] = station.certified(station.row(name="钱二", day="2025-12-21"))
    shown = results(station)
    assert (shown["钱二"]["points"], shown["钱二"]["is_reported"]) == (15, True)
    assert (shown["赵一"]["points"], shown["早退"]["points"]) == (10, 0)
    assert "明年" not in shown and "去年" not in shown
    returned(station, 1)
    shown = results(station)
    assert (shown["钱二"]["points"], shown["钱二"]["is_reported"]) == (25, False)
    checks = station.call("head", "GET", "/api/years/2025/checks")[1]["items"]
    last = checks[-1]
    assert (last["code"], last["level"]) == ("returned", "blocks")
    assert last["values"] == {"reason": "与月报不符"}
    amended = next(check for check in checks if check["code"] == "amendments")
    assert amended["values"] == {"count": 1, "months": "2025-12"}
    station.call("clerk", "POST", f"/api/records/{record}/voiding", {"reason": "记错"})
    checks = station.call("head", "GET", "/api/years/2025/checks")[1]["items"]
    assert "amendments" not in [check["code"] for check in checks]


def results(station: Station) -> dict[str, dict[str, Any]]:
    _, answer = station.call("clerk", "GET", "/api/years/2025/results")
    return {row["name"]: row for row in answer["items"]}
