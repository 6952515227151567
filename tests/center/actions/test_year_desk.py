"""The years side by side: whose figures differ, what hinders, what agrees goes up together."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from center.actions.year_desk import Forwarded, YearRow, forward_years, year_desk
from center.database import db
from center.models.station_year import StationYear
from shared.errors import InvalidError
from tests.center.bureau import ASSOCIATION, OFFICER, A, B, Bureau
from tests.center.refusal import refused
from tests.center.report import served, year_data, year_line


@pytest.fixture
def people(bureau: Bureau) -> dict[str, UUID]:
    """One at each station with two hours in January, December accepted at both."""
    found = {}
    for station in (A, B):
        who = bureau.volunteer(station, name=f"人{station[-1]}")
        entries = [served(who, date(2025, 1, 5))]
        bureau.judge(bureau.report("2025-01", entries, station=station))
        bureau.judge(bureau.report("2025-12", [], station=station))
        found[station] = who
    return found


def seal(bureau: Bureau, station: str, hours: dict[UUID, int], **more: object) -> None:
    lines = [year_line(who, 2025, {1: (1, count)}) for who, count in hours.items()]
    data = year_data(station, lines, **more)
    bureau.receive("year.sealed", station, data, subject=f"year:{station[8:]}:2025:{data['part']}")


def desk(year: int = 2025, only: str | None = None) -> dict[str, YearRow]:
    session = db.session()
    rows = {row.station.name: row for row in year_desk(session, year, only)}
    session.rollback()
    return rows


def forward(bureau: Bureau, stations: list[str] | None, count: int) -> list[Forwarded]:
    with bureau.writing() as session:
        return forward_years(session, OFFICER, bureau.now, 2025, (stations, count))


def test_differences_stand_by_station_and_volunteer(
    bureau: Bureau, people: dict[str, UUID]
) -> None:
    stranger = uuid4()
    seal(bureau, A, {people[A]: 3, stranger: 1})
    seal(bureau, B, {people[B]: 2})
    rows = desk()
    first, second = rows[A].people
    assert (first.volunteer, first.name) == (stranger, "")
    assert (second.volunteer, second.name) == (people[A], "人1")
    hours = second.differences[0]
    assert (hours.figure, hours.year_says, hours.months_say) == ("hours", 3, 2)
    assert rows[A].hindrance is not None and rows[A].hindrance.code == "year.differs"
    assert (rows[B].people, rows[B].whole, rows[B].hindrance) == ([], [], None)
    assert len(rows[A].differences) == 4 + 5
    assert list(desk(only=B)) == [B]


def test_what_hinders_is_said(bureau: Bureau, people: dict[str, UUID]) -> None:
    assert (desk()[A].sealed, desk()[A].hindrance) == (None, None)
    seal(bureau, A, {people[A]: 2}, parts=2)
    found = desk()[A]
    assert found.parts_here == 1
    assert found.hindrance is not None and found.hindrance.code == "year.parts_missing"


def test_all_that_agree_go_up_together(bureau: Bureau, people: dict[str, UUID]) -> None:
    seal(bureau, A, {people[A]: 3})
    seal(bureau, B, {people[B]: 2})
    with refused(InvalidError, "decision.count_differs"):
        forward(bureau, None, 2)
    assert forward(bureau, None, 1) == [Forwarded(B)]
    assert len(bureau.sent("year.checked", ASSOCIATION)) == 1
    rows = forward(bureau, [B, A], 2)
    assert [row.station for row in rows] == [B, A]
    assert [row.refusal and row.refusal.code for row in rows] == [
        "year.not_movable",
        "year.differs",
    ]
    assert bureau.get(StationYear, (A, 2025)).status == "reported"
    hindered = desk()[B].hindrance
    assert hindered is not None and hindered.code == "year.not_movable"


def test_the_desk_asks_the_same_for_one_station_and_for_many(
    bureau: Bureau, people: dict[str, UUID]
) -> None:
    seal(bureau, A, {people[A]: 3})
    seal(bureau, B, {people[B]: 3})
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        desk()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([one for one in asked if one.startswith("SELECT")]) == 6


def test_years_go_up_over_the_api(bureau: Bureau, people: dict[str, UUID]) -> None:
    seal(bureau, A, {people[A]: 3})
    seal(bureau, B, {people[B]: 2})
    officer = bureau.client("officer")
    _, shown = officer.get("/api/years/2025")
    first, second = shown["items"]
    assert (first["people"][0]["name"], len(first["differences"])) == ("人1", 4)
    assert first["hindrance"].startswith("年度数据有 4 处") and second["hindrance"] == ""
    both = {"stations": [A, B], "count": 2}
    for bad in ({"count": 2}, {**both, "all": True}):
        assert officer.post("/api/years/2025/forward", bad)[0] == 422
    status, answer = officer.post("/api/years/2025/forward", both)
    assert (status, answer["total"], answer["done"]) == (200, 2, 1)
    assert [row["outcome"] for row in answer["items"]] == ["refused", "done"]
    assert officer.post("/api/years/2025/forward", {"all": True, "count": 1})[0] == 422
    assert bureau.client("viewer").post("/api/years/2025/forward", both)[0] == 403
