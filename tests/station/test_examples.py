"""The examples' rows are judged as expected.json demands, with rules and reader alone."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any
from uuid import UUID

import pytest

from shared.domain.month import Month, months_of
from shared.domain.star import star
from shared.domain.tally import Entry, Tally, add_up
from shared.domain.tally_check import check_tally
from shared.domain.year import add_months
from station.domain.outcome import Judged, Outcome
from station.domain.service_record import Record
from tests.station.school import EXPECTED, POLICY, School, open_school, uuid_of

each_school = pytest.mark.parametrize(
    "expected", EXPECTED, ids=["primary", "middle", "kindergarten"]
)


@cache
def school(name: str) -> School:
    return open_school(name)


def places(judged: list[Any], outcome: Outcome) -> set[tuple[str, int, str]]:
    return {
        (row.place.sheet, row.place.row, str(row.reason))
        for row in judged
        if row.outcome == outcome
    }


def told(rows: list[dict[str, Any]]) -> set[tuple[str, int, str]]:
    return {(row["sheet"], row["row"], row["reason"]) for row in rows}


def entry(number: int, record: Record) -> Entry:
    return Entry(
        record=UUID(int=number),
        volunteer=record.volunteer,
        certifier=None,
        date=record.date,
        start=record.start,
        end=record.end,
        hours=record.hours,
        category=record.category,
        form=record.form,
        evaluation=record.evaluation,
        paid=record.paid,
        channel="workbook",
        activity=f"{record.date}{record.start}{record.location}{record.content}"
        if record.form == "group"
        else "",
    )


def entries(judged: list[Judged[Record]]) -> dict[Month, list[Entry]]:
    months: dict[Month, list[Entry]] = defaultdict(list)
    for number, row in enumerate(judged):
        if row.outcome is Outcome.ACCEPTED and row.value:
            months[Month.of(row.value.date)].append(entry(number, row.value))
    return months


def tallies(judged: list[Judged[Record]]) -> dict[Month, Tally]:
    return {month: add_up(found, POLICY) for month, found in entries(judged).items()}


@each_school
def test_a_roster_row_is_accepted_or_refused_for_its_id_number(expected: dict[str, Any]) -> None:
    rows = school(expected["station"]).roster
    assert sum(row.outcome is Outcome.ACCEPTED for row in rows) == expected["roster"]["accepted"]
    assert {(row, reason) for _, row, reason in places(list(rows), Outcome.REFUSED)} == {
        (row["row"], row["reason"]) for row in expected["roster"]["refused"]
    }


@each_school
def test_each_record_row_is_accepted_held_or_refused(expected: dict[str, Any]) -> None:
    rows = list(school(expected["station"]).records)
    records = expected["records"]
    assert places(rows, Outcome.HELD) == told(records["held"])
    assert places(rows, Outcome.REFUSED) == told(records["refused"])
    assert sum(row.outcome is Outcome.ACCEPTED for row in rows) == records["accepted"]


@each_school
def test_each_volunteer_has_the_hours_points_and_star(expected: dict[str, Any]) -> None:
    found = school(expected["station"])
    year = add_months(tallies(list(found.records)), 2025, [who.id for who in found.volunteers])
    wanted = expected["volunteers"]
    assert {uuid_of(number) for number in wanted} == set(year)
    names = {who.id: who.name for who in found.volunteers}
    for number, line in wanted.items():
        total = year[uuid_of(number)].total
        assert line == {
            "name": names[uuid_of(number)],
            "hours": total.hours,
            "satisfied_hours": total.satisfied_hours,
            "points_hours": total.points_hours,
            "points": total.points,
            "star": star(total.points, POLICY),
        }


@each_school
def test_each_months_table_shows_its_cells(expected: dict[str, Any]) -> None:
    months = tallies(list(school(expected["station"]).records))
    found = {
        str(month): {
            f"{category}/{form}": {
                "records": cell.records,
                "hours": cell.hours,
                "satisfied_hours": cell.satisfied_hours,
                "points_hours": cell.points_hours,
            }
            for (category, form), cell in months[month].table.items()
        }
        for month in months_of(2025)
    }
    assert found == expected["months"]


@each_school
def test_each_months_tally_adds_up_with_its_entries(expected: dict[str, Any]) -> None:
    for month, found in entries(list(school(expected["station"]).records)).items():
        tally = Tally.from_dict(add_up(found, POLICY).to_dict())
        assert check_tally(tally, POLICY, found) == [], month


@each_school
def test_coverage_is_volunteers_over_members(expected: dict[str, Any]) -> None:
    found = school(expected["station"])
    members = sum(row.outcome is Outcome.ACCEPTED for row in found.roster)
    assert [len(found.volunteers), members] == expected["coverage"]
