"""Aggregate tables from what was accepted: sums, distinct people, coverage, Excel."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from uuid import UUID

import openpyxl
import pytest

from center.actions.aggregate import aggregate
from center.database import db
from center.documents.aggregate import period_name, write_aggregate
from center.domain.aggregate import Aggregate, By, Wanted
from shared.domain.month import Month
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.domain.service_record import Category, Form
from tests.center.bureau import A, B, Bureau
from tests.center.report import served


@pytest.fixture
def moved(bureau: Bureau) -> UUID:
    """One who served at both stations in January, another at A in April; B's April is missing."""
    one, other = bureau.volunteer(), bureau.volunteer()
    bureau.judge(
        bureau.report(
            "2025-01",
            [
                served(one, date(2025, 1, 5)),
                served(one, date(2025, 1, 6), form=Form.DISPATCHED),
                served(other, date(2025, 1, 7), category=Category.KEY_WORK),
            ],
        )
    )
    bureau.judge(bureau.report("2025-01", [served(one, date(2025, 1, 8))], station=B))
    bureau.judge(bureau.report("2025-04", [served(other, date(2025, 4, 5))]))
    # waits to be accepted: counts in nothing
    bureau.report("2025-02", [served(other, date(2025, 2, 5))])
    bureau.now = datetime(2025, 5, 8, tzinfo=UTC)
    return one


def table(bureau: Bureau, *by: By, **more: str) -> Aggregate:
    wanted = Wanted(Month(2025, 1), Month(2025, 12), frozenset(by), **more)
    found = aggregate(db.session(), bureau.now, wanted)
    db.session().rollback()
    return found


def test_people_of_two_stations_are_counted_once(bureau: Bureau, moved: UUID) -> None:
    found = table(bureau, By.STATION)
    people = {line.key.station: line.people for line in found.lines}
    assert people == {A: 2, B: 1}
    assert found.total.people == 2
    assert (found.total.records, found.total.hours) == (5, 10)
    assert (found.total.reports, found.total.owed) == (3, 8)
    assert (found.total.stations, found.total.of_stations) == (2, 2)


def test_each_kind_of_period(bureau: Bureau, moved: UUID) -> None:
    months = {
        line.key.period: (line.records, line.people) for line in table(bureau, By.MONTH).lines
    }
    assert months == {"2025-01": (4, 2), "2025-02": (0, 0), "2025-03": (0, 0), "2025-04": (1, 1)}
    quarters = [(line.key.period, line.people) for line in table(bureau, By.QUARTER).lines]
    assert quarters == [("2025-Q1", 2), ("2025-Q2", 1)]
    [year] = table(bureau, By.YEAR).lines
    assert (year.key.period, year.people, year.owed) == ("2025", 2, 8)


def test_within_reports_people_come_from_the_entries(bureau: Bureau, moved: UUID) -> None:
    found = table(bureau, By.CATEGORY, By.FORM)
    shown = {
        (line.key.category, line.key.form): (line.records, line.people) for line in found.lines
    }
    assert shown == {
        ("convenience", "dispatched"): (1, 1),
        ("convenience", "group"): (3, 2),
        ("key_work", "group"): (1, 1),
    }
    assert found.total.people == 2
    assert table(bureau, By.STATION, category="key_work").total.people == 1
    one = table(bureau, form="dispatched", station=A).total
    assert (one.records, one.people, one.owed) == (1, 1, 4)


def test_an_amended_month_counts_once(bureau: Bureau, moved: UUID) -> None:
    id = bureau.report("2025-03", [served(moved, date(2025, 3, 5))])
    bureau.judge(id)
    bureau.unlock(id, "2025-03")
    again = [served(moved, date(2025, 3, 6)), served(moved, date(2025, 3, 7))]
    bureau.report("2025-03", again, tally=id, revision=2)
    assert table(bureau, By.MONTH).lines[2].records == 1
    bureau.judge(id)
    assert table(bureau, By.MONTH).lines[2].records == 2


def test_it_runs_over_years(bureau: Bureau, moved: UUID) -> None:
    wanted = Wanted(Month(2024, 12), Month(2025, 1), frozenset({By.YEAR}))
    found = aggregate(db.session(), bureau.now, wanted)
    assert [(line.key.period, line.records) for line in found.lines] == [("2025", 4)]


def test_the_workbook_has_the_bureaus_headings(bureau: Bureau, moved: UUID) -> None:
    found = table(bureau, By.QUARTER, By.STATION, By.CATEGORY)
    content = write_aggregate(found, "教育局", {A: "实验小学", B: "第二中学"})
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "教育局服务活动情况统计表(2025年1月至12月)"
    assert "2 站中的 2 站" in str(rows[2][0]) and "应报 8 份" in str(rows[2][0])
    assert rows[3] == [
        *("季度", "工作站", "服务类别", "活动(次)", "人次", "人数", "小时", "满意小时"),
        *("积分小时", "已通过月报", "应报月报"),
    ]
    assert rows[4][:6] == ["2025年一季度", "实验小学", "便民利民", 2, 2, 1]
    assert rows[-1][:6] == ["合计", None, None, 5, 5, 2]


def test_a_workbook_without_groups_is_one_row(bureau: Bureau, moved: UUID) -> None:
    wanted = Wanted(Month(2025, 1), Month(2025, 1))
    found = aggregate(db.session(), bureau.now, wanted)
    sheet = openpyxl.load_workbook(io.BytesIO(write_aggregate(found, "局", {}))).active
    assert sheet["A1"].value == "局服务活动情况统计表(2025年1月)"
    assert [cell.value for cell in sheet[5]] == [4, 4, 2, 8, 8, 8, 2, 2]


def test_periods_are_named_in_chinese() -> None:
    assert [period_name(one) for one in ("2025-03", "2025-Q4", "2025")] == [
        "2025年3月",
        "2025年四季度",
        "2025年",
    ]
    two = Wanted(Month(2024, 9), Month(2025, 8), frozenset({By.FORM, By.STATION}))
    assert two.looks_inside


def test_aggregates_over_the_api(bureau: Bureau, moved: UUID) -> None:
    viewer = bureau.client("viewer")
    path = "/api/aggregates?first=2025-01&last=2025-12&by=station,form"
    status, found = viewer.get(path)
    assert (status, found["total"], found["whole"]["people"]) == (200, 3, 2)
    assert found["titles"][A] == "站01"
    assert {row["form"] for row in found["items"]} == {"group", "dispatched"}
    for bad in ("by=moon", "by=month,year", "first=2026-01", "first=x", "category=moon"):
        assert viewer.get(f"/api/aggregates?{bad}&first=2025-01&last=2025-12")[0] == 422, bad
    answer = viewer.client.get(path.replace("?", "/workbook?"), headers=viewer.headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith("statistics-2025-01-2025-12.xlsx")


def test_requests_and_visits_are_added_up_by_period_and_station(
    bureau: Bureau, moved: UUID
) -> None:
    told = Told(RequestFigures(5, 4, 1, 1, 0, 2, 12, 8, 7), VisitFigures(4, 3, 1, 1))
    bureau.judge(bureau.report("2025-03", [], **told.to_dict()))
    found = table(bureau, By.QUARTER, By.STATION)
    [line] = [line for line in found.lines if line.told and line.told.requests_of]
    assert (line.key.period, line.key.station) == ("2025-Q1", A)
    assert line.told is not None
    assert (line.told.requests, line.told.visits) == (told.requests, told.visits)
    book = openpyxl.load_workbook(io.BytesIO(write_aggregate(found, "局", {A: "实验小学"})))
    rows = [[cell.value for cell in row] for row in book["需求和走访"].iter_rows()]
    figures = [5, 4, 1, 1, 0, 2, 12, 8, 7, 1, 4, 3, 1, 1, 1]
    assert rows[3] == ["2025年一季度", "实验小学", *figures]
    assert rows[-1][0] == "合计" and rows[-1][2] == 5
    inside = write_aggregate(table(bureau, By.CATEGORY), "局", {})
    assert openpyxl.load_workbook(io.BytesIO(inside)).sheetnames == ["服务活动情况统计表"]
    viewer = bureau.client("viewer")
    answer = viewer.get("/api/aggregates?first=2025-01&last=2025-12&by=station")[1]
    assert answer["whole"]["requests"]["received"] == 5
    assert (answer["whole"]["requests_of"], answer["whole"]["visits_of"]) == (1, 1)
