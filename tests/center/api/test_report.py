"""Monthly reports, grid, statistics, years and oddities over the API."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from shared.domain.month import Month
from tests.center.bureau import A, B, Bureau, Client
from tests.center.report import served, year_data, year_line

IN_TIME = datetime(2025, 2, 4, 15, 59, tzinfo=UTC)


@pytest.fixture
def officer(bureau: Bureau) -> Client:
    return bureau.client("officer")


@pytest.fixture
def anne(bureau: Bureau) -> UUID:
    return bureau.volunteer()


def test_reports_are_listed_with_their_figures_and_nothing_personal(
    bureau: Bureau, officer: Client, anne: UUID
) -> None:
    id = bureau.report("2025-01", [served(anne, date(2025, 1, 5))], at=IN_TIME)
    bureau.report("2025-02", [], station=B)
    status, answer = officer.get(f"/api/tallies?year=2025&station={A}&status=reported&newest=1")
    assert (status, answer["total"]) == (200, 1)
    row = answer["items"][0]
    assert (row["id"], row["month"], row["title"]) == (str(id), "2025-01", "站01")
    assert (row["volunteers_on_roster"], row["members"], row["accepted"]) == (22, 24, None)
    assert row["arrived_at"] == "2025-02-04T15:59:00+00:00"
    cell = {"category": "convenience", "form": "group", "activities": 1, "records": 1}
    cell |= {"people": 1, "hours": 2, "satisfied_hours": 2, "points_hours": 2}
    assert row["cells"] == [cell]
    assert "summary" not in row
    assert "signed_by" not in row
    assert officer.get("/api/tallies")[1]["total"] == 2


def test_a_report_is_shown_with_its_check_and_every_version(
    bureau: Bureau, officer: Client, anne: UUID
) -> None:
    one = served(anne, date(2025, 1, 5))
    id = bureau.report("2025-01", [one], people=2, entries_too=False)
    check = officer.get(f"/api/tallies/{id}")[1]["check"]
    assert (check["complete"], check["agrees"]) == (False, False)
    bureau.judge(id, "returned", "人数不对")
    bureau.report("2025-01", [one], people=2, tally=id, revision=2)
    status, answer = officer.get(f"/api/tallies/{id}")
    assert (status, answer["revision"], answer["summary"]) == (200, 2, "本月服务情况汇报")
    assert answer["check"] == {
        "complete": True,
        "agrees": False,
        "differences": [{"where": "total/people", "told": 2, "counted": 1}],
    }
    assert [row["volunteer"] for row in answer["volunteers"]] == [str(anne)]
    assert [(row["revision"], row["decision"]) for row in answer["revisions"]] == [
        (1, "returned"),
        (2, None),
    ]
    assert officer.get(f"/api/tallies/{uuid4()}")[0] == 404


def test_a_report_is_decided_unlocked_and_amended(bureau: Bureau, officer: Client) -> None:
    id = bureau.report("2025-01", [])
    body = {"decision": "accepted", "reason": "", "revision": 1}
    status, answer = officer.post(f"/api/tallies/{id}/decision", body)
    assert (status, answer["status"], answer["accepted"]) == (200, "accepted", 1)
    unlock = {"grant": True, "reason": ""}
    status, answer = officer.post(f"/api/tallies/{id}/unlock", unlock)
    assert (status, answer["code"]) == (409, "tally.unlock_not_asked")
    data = {"tally": id, "month": Month(2025, 1), "revision": 1, "reason": "错"}
    bureau.receive("tally.unlock_asked", A, data)
    status, answer = officer.get("/api/tallies?year=2025&unlock_asked=1")
    assert [row["id"] for row in answer["items"]] == [str(id)]
    assert officer.get(f"/api/tallies/{id}")[1]["unlock_reason"] == "错"
    refuse = {"grant": False, "reason": ""}
    assert officer.post(f"/api/tallies/{id}/unlock", refuse)[0] == 422
    status, answer = officer.post(f"/api/tallies/{id}/unlock", unlock)
    assert (status, answer["status"], answer["unlock_asked_at"]) == (200, "unlocked", None)


def test_several_reports_are_decided_at_once(bureau: Bureau, officer: Client) -> None:
    ids = [str(bureau.report(f"2025-0{month}", [])) for month in (1, 2)]
    body = {"ids": ids, "count": 2, "decision": "accepted"}
    status, answer = officer.post("/api/tallies/decisions", body)
    assert (status, answer["done"], [row["code"] for row in answer["items"]]) == (200, 2, ["", ""])


def test_the_grid_has_a_row_a_station_and_twelve_states(bureau: Bureau, officer: Client) -> None:
    id = bureau.report("2025-01", [], at=IN_TIME)
    status, answer = officer.get("/api/grid?year=2025")
    assert (status, answer["total"], answer["working_days_known"]) == (200, 2, False)
    row = answer["items"][0]
    assert (row["station"], len(row["states"]), row["states"][0]) == (A, 12, "on_time")
    month = row["months"][0]
    assert (month["tally"], month["last_day"]) == (str(id), "2025-02-04")
    assert officer.get(f"/api/grid?year=2025&station={B}")[1]["total"] == 1
    assert officer.get("/api/grid")[0] == 422


def test_statistics_say_from_how_many_they_come(
    bureau: Bureau, officer: Client, anne: UUID
) -> None:
    for month in (1, 2):
        id = bureau.report(f"2025-0{month}", [served(anne, date(2025, month, 5))])
        bureau.judge(id)
    bureau.report("2025-03", [served(anne, date(2025, 3, 5))])
    status, answer = officer.get("/api/statistics?year=2025")
    assert status == 200
    assert [(row["records"], row["hours"]) for row in answer["items"]] == [(2, 4)]
    assert "people" not in answer["items"][0]
    assert (answer["reports"], answer["stations"], answer["of_stations"]) == (2, 1, 2)
    assert answer["owed"] >= 2
    assert officer.get(f"/api/statistics?year=2025&station={B}")[1]["items"] == []


def test_volunteers_years_have_zeros_and_a_recount(
    bureau: Bureau, officer: Client, anne: UUID
) -> None:
    idle, gone = bureau.volunteer(B), bureau.volunteer(B, on=date(2024, 1, 5))
    left = {"volunteer": gone, "left_on": date(2024, 12, 31), "reason": "retired"}
    bureau.receive("volunteer.left", B, left)
    bureau.judge(bureau.report("2025-01", [served(anne, date(2025, 1, 5))]))
    status, answer = officer.get("/api/volunteer-years?year=2025&recount=1")
    assert (status, answer["total"], answer["recount_agrees"]) == (200, 2, True)
    rows = {row["volunteer"]: row for row in answer["items"]}
    assert (rows[str(anne)]["hours"], rows[str(anne)]["points"]) == (2, 10)
    assert (rows[str(idle)]["hours"], rows[str(idle)]["station"]) == (0, B)
    status, answer = officer.get(f"/api/volunteer-years?year=2025&station={A}")
    assert (answer["total"], answer["recount_agrees"]) == (1, None)
    assert officer.get("/api/volunteer-years?year=2024")[1]["total"] == 1


def test_a_years_state_is_shown_forwarded_and_returned(
    bureau: Bureau, officer: Client, anne: UUID
) -> None:
    bureau.judge(bureau.report("2025-12", [served(anne, date(2025, 12, 5))]))
    sealed = year_data(A, [year_line(anne, 2025, {12: (1, 3)})])
    bureau.receive("year.sealed", A, sealed, subject="year:01-3301:2025:1")
    status, answer = officer.get("/api/years/2025")
    assert (status, answer["total"]) == (200, 2)
    first, second = answer["items"]
    assert first["coverage"] == {"volunteers": 22, "members": 24}
    assert first["differences"][0] == {
        "volunteer": str(anne),
        "month": "2025-12",
        "figure": "hours",
        "year_says": 3,
        "months_say": 2,
    }
    assert (second["status"], second["coverage"], second["differences"]) == (None, None, [])
    path = f"/api/years/2025/stations/{A}"
    status, answer = officer.post(f"{path}/forward")
    assert (status, answer["code"]) == (409, "year.differs")
    status, answer = officer.post(f"{path}/return", {"reason": "小时数不符"})
    assert (status, answer["status"]) == (200, "returned")
    sealed = year_data(A, [year_line(anne, 2025, {12: (1, 2)})], version=2)
    bureau.receive("year.sealed", A, sealed, subject="year:01-3301:2025:1")
    status, answer = officer.post(f"{path}/forward")
    assert (status, answer["status"], answer["parts_here"]) == (200, "forwarded", 1)
    assert officer.post(f"/api/years/2025/stations/{B}/forward")[0] == 404


def test_overlaps_are_listed_with_both_entries(bureau: Bureau, officer: Client, anne: UUID) -> None:
    one, other = served(anne, date(2025, 1, 5)), served(anne, date(2025, 1, 5))
    bureau.report("2025-01", [one])
    bureau.report("2025-01", [other], station=B)
    status, answer = officer.get("/api/oddities?year=2025&kind=overlap")
    assert (status, answer["total"]) == (200, 1)
    row = answer["items"][0]
    assert (row["kind"], row["volunteer"], row["day"]) == ("overlap", str(anne), "2025-01-05")
    assert [entry["station"] for entry in row["entries"]] == [A, B]
    assert officer.get("/api/oddities?year=2024")[1]["total"] == 0
