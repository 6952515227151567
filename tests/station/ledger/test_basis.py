"""A figure opens its rows; two versions stand side by side; what a month or a year lacks."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.clock import business_now
from shared.database import transaction
from station.database import db
from station.models.contest import Contest
from tests.station.ledger.held import held, listed, planned
from tests.station.ledger.station import SLIP, Station


def get(station: Station, path: str) -> dict[str, Any]:
    status, answer = station.call("clerk", "GET", path)
    assert status == 200, answer
    return answer


def filled(station: Station) -> list[str]:
    """A group activity of two, a dispatched and a paid service of Zhao's, all certified."""
    _, ids = held(station, "赵一", "钱二", common={"end": "09:20"})
    more = station.enter(
        station.row(day="2025-01-21", form="dispatched", evidence=SLIP, evaluation="none"),
        station.row(day="2025-01-22", paid=True),
    )
    station.certify(*ids, *more)
    return [*ids, *more]


def test_the_rows_of_a_cell_come_to_the_cells_figures(station: Station) -> None:
    filled(station)
    for cell in station.month("2025-01")["table"]["cells"]:
        query = f"category={cell['category']}&form={cell['form']}"
        found = get(station, f"/api/months/2025-01/basis?{query}")
        for figure in ("activities", "records", "people", "hours", "satisfied_hours"):
            assert found["sums"][figure] == cell[figure]
        assert found["sums"]["points_hours"] == cell["points_hours"]
        assert found["total"] == cell["records"]


def test_each_row_says_why_it_counts_so_much(station: Station) -> None:
    ids = filled(station)
    zhao = station.people["赵一"]
    found = get(station, f"/api/months/2025-01/basis?volunteer={zhao}")
    assert (found["policy"]["points_per_hour"], found["sums"]["points"]) == (5, 5)
    rows = [
        (row["minutes"], row["rounding"], row["hours"], row["points"], row["because"])
        for row in found["items"]
    ]
    assert rows == [
        (80, "down", 1, 5, "earns"),
        (120, "exact", 2, 0, "not_evaluated"),
        (120, "exact", 2, 0, "paid"),
    ]
    assert [row["record"] for row in found["items"]] == [ids[0], *ids[2:]]
    assert found["items"][0]["name"] == "赵一"


def test_a_sealed_revision_opens_its_own_rows(station: Station) -> None:
    ids = filled(station)
    station.reported("2025-01")
    station.call("clerk", "POST", f"/api/records/{ids[0]}/voiding", {"reason": "记错"})
    evaluation = {"evaluation": "satisfied"}
    station.call("clerk", "POST", f"/api/records/{ids[2]}/evaluation", evaluation)
    now = get(station, "/api/months/2025-01/basis")
    then = get(station, "/api/months/2025-01/basis?revision=1")
    assert (now["total"], now["sums"]["points"]) == (3, 15)
    assert (then["total"], then["sums"]["points"], then["sums"]["activities"]) == (4, 10, 3)
    assert then["items"][0]["record"] in ids[:2]
    unknown = station.call("clerk", "GET", "/api/months/2025-01/basis?revision=2")
    assert unknown[1]["code"] == "monthly_report.unknown_revision"
    unknown = station.call("clerk", "GET", "/api/months/2025-02/basis?revision=1")
    assert unknown[1]["code"] == "monthly_report.unknown_revision"


def test_two_versions_stand_side_by_side_and_one_beside_the_ledger(station: Station) -> None:
    ids = filled(station)
    signed = station.reported("2025-01")
    station.decide(signed, "returned", reason="少一次")
    station.call("clerk", "POST", f"/api/records/{ids[1]}/voiding", {"reason": "没有来"})
    evaluation = {"evaluation": "satisfied"}
    station.call("clerk", "POST", f"/api/records/{ids[2]}/evaluation", evaluation)
    [added] = station.certified(station.row(name="钱二", day="2025-01-23"))
    would = get(station, "/api/months/2025-01/comparison?before=1")
    station.sign("2025-01")
    found = get(station, "/api/months/2025-01/comparison?before=1&after=2")
    assert found == would
    assert [row["record"] for row in found["added"]] == [added]
    assert [(row["record"], row["name"]) for row in found["removed"]] == [(ids[1], "钱二")]
    [changed] = found["changed"]
    assert (changed["record"], changed["fields"]) == (ids[2], ["evaluation"])
    total = {pair["figure"]: (pair["before"], pair["after"]) for pair in found["sums"]}
    assert (total["records"], total["hours"], total["satisfied_hours"]) == (
        (4, 4),
        (6, 7),
        (4, 7),
    )
    people = {line["name"]: line["pairs"] for line in found["volunteers"]}
    points = {name: pairs[-1] for name, pairs in people.items()}
    assert points["赵一"] == {"figure": "points", "before": 5, "after": 15}
    assert points["钱二"] == {"figure": "points", "before": 5, "after": 10}


def test_a_month_says_what_it_lacks_and_drafts_its_text(station: Station) -> None:
    _, ids = held(station, "赵一", "钱二", common={"evaluation": "none"})
    planned(station, day="2025-01-25", title="义诊")
    lacking = get(station, "/api/months/2025-01/checks")
    levels = {check["code"]: check["level"] for check in lacking["items"]}
    assert levels == {
        "certifier": "blocks",
        "unattended": "warns",
        "group": "done",
        "photo": "blocks",
    }
    assert lacking["blocked"] is True
    station.certify(*ids)
    found = get(station, "/api/months/2025-01/checks")
    codes = {check["code"]: check["values"] for check in found["items"]}
    assert codes["unevaluated"] == {"count": 2, "hours": 4}
    assert found["summary"].startswith("本月 2 名党员义工参加服务 2 人次、4 小时")


def test_a_year_says_what_it_lacks_before_the_seal(station: Station) -> None:
    ids = filled(station)
    signed = station.reported("2025-01")
    station.decide(signed, "accepted")
    running = get(station, "/api/years/2025/checks")
    codes = [check["code"] for check in running["items"]]
    assert codes == ["year_not_over", "year_unevaluated", "seal"]
    evaluation = {"evaluation": "satisfied"}
    station.call("clerk", "POST", f"/api/records/{ids[2]}/evaluation", evaluation)
    with transaction(db) as session:
        session.add(
            Contest(
                volunteer_id=station.people["赵一"],
                period="2025-01",
                words="",
                status="open",
                opened_at=business_now(),
                due_on=date(2025, 2, 17),
            )
        )
    station.at("2026-01-05T09:00+08:00")
    found = {c["code"]: c for c in get(station, "/api/years/2025/checks")["items"]}
    assert found["amendments"]["values"] == {"count": 1, "months": "2025-01"}
    assert (found["months"]["level"], found["months"]["values"]["count"]) == ("blocks", 11)
    assert found["contests"]["values"] == {"count": 1}
    assert found["seal"]["level"] == "warns"
    assert station.call("clerk", "GET", "/api/years/99999/checks")[0] == 422


def test_the_years_results_are_the_ledgers_until_it_is_sealed(station: Station) -> None:
    filled(station)
    answer = get(station, "/api/years/2025/results")
    rows = {row["name"]: row for row in answer["items"]}
    assert (rows["赵一"]["hours"], rows["赵一"]["points"], rows["赵一"]["proposed"]) == (5, 5, 0)
    assert (rows["钱二"]["points"], rows["钱二"]["decided"]) == (5, None)
    assert {row["is_reported"] for row in answer["items"]} == {False}


def test_a_list_without_anything_waiting_is_empty(station: Station) -> None:
    assert get(station, "/api/records/groups")["items"] == []
    assert listed(station)["rows"] == []
