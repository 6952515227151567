"""The years side by side: whose figures differ, what hinders, what agrees goes up together."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from center.actions.year_check import Standing, standings
from center.actions.year_desk import Forwarded, PersonDifferences, by_person, forward_years
from center.database import db
from center.models import station
from center.models.station_year import StationYear
from shared.errors import InvalidError
from tests.center.bureau import ASSOCIATION, OFFICER, A, B, Bureau
from tests.center.refusal import refused
from tests.center.report import served, year_data, year_line


@pytest.fixture
def people(bureau: Bureau) -> dict[str, UUID]:
    """One at each station with two hours in January, December accepted at both."""
    found = {}
    for home in (A, B):
        who = bureau.volunteer(home, name=f"人{home[-1]}")
        entries = [served(who, date(2025, 1, 5))]
        bureau.judge(bureau.report("2025-01", entries, station=home))
        bureau.judge(bureau.report("2025-12", [], station=home))
        found[home] = who
    return found


def seal(bureau: Bureau, home: str, hours: dict[UUID, int], **more: object) -> None:
    lines = [year_line(who, 2025, {1: (1, count)}) for who, count in hours.items()]
    data = year_data(home, lines, **more)
    bureau.receive("year.sealed", home, data, subject=f"year:{home[8:]}:2025:{data['part']}")


def desk() -> dict[str, tuple[Standing, list[PersonDifferences]]]:
    session = db.session()
    rows = standings(session, 2025, station.everyone(session))
    people = by_person(session, rows)
    found = {row.station.name: (row, people[row.station.name]) for row in rows}
    session.rollback()
    return found


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
    row, (first, second) = rows[A]
    assert (first.volunteer, first.name) == (stranger, "")
    assert (second.volunteer, second.name) == (people[A], "人1")
    hours = second.differences[0]
    assert (hours.figure, hours.year_says, hours.months_say) == ("hours", 3, 2)
    assert row.hindrance is not None and row.hindrance.code == "year.differs"
    assert len(row.differences) == 4 + 5
    row, differing = rows[B]
    assert (differing, row.agrees) == ([], True)


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
    assert desk()[B][0].agrees is False


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
    # the stations; then years, parts, months and figures; then the names
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
