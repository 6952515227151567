"""Statistics grouped at will: sums, coverage, and people who are never summed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from center.domain.aggregate import Accepted, By, Key, Wanted, add_up, period_of
from shared.domain.month import Month, months_of
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.errors import InvalidError
from tests.center.bureau import A, B
from tests.center.refusal import refused

JANUARY, APRIL = Month(2025, 1), Month(2025, 4)


def cell(category: str = "convenience", form: str = "group", **figures: int) -> dict[str, object]:
    names = ("activities", "records", "hours", "satisfied_hours", "points_hours")
    return {"category": category, "form": form, "people": 99} | {
        name: figures.get(name, 1) for name in names
    }


ACCEPTED = [
    Accepted(A, JANUARY, [cell(records=3, hours=6), cell("civic_education", records=2, hours=2)]),
    Accepted(A, APRIL, [cell(form="dispatched", records=4, hours=5)]),
    Accepted(B, JANUARY, [cell(records=1, hours=1)]),
]
OWED = [(station, month) for station in (A, B) for month in months_of(2025)[:4]]


def wanted(*by: By, **more: str) -> Wanted:
    return Wanted(JANUARY, Month(2025, 12), frozenset(by), **more)


def test_the_whole_says_from_how_many_of_how_many() -> None:
    found = add_up(wanted(), ACCEPTED, OWED, {Key(): 3})
    assert found.lines == (found.total,)
    total = found.total
    assert (total.activities, total.records, total.hours, total.people) == (4, 10, 14, 3)
    assert (total.reports, total.owed, total.stations, total.of_stations) == (3, 8, 2, 2)


def test_each_period_and_station_has_its_own_coverage_and_silence_is_a_line() -> None:
    people = {Key(): 3, Key("2025-Q1", A): 2, Key("2025-Q1", B): 2, Key("2025-Q2", A): 1}
    found = add_up(wanted(By.QUARTER, By.STATION), ACCEPTED, OWED, people)
    shown = [(line.key.period, line.key.station, line.records, line.people) for line in found.lines]
    assert shown == [
        ("2025-Q1", A, 5, 2),
        ("2025-Q1", B, 1, 2),
        ("2025-Q2", A, 4, 1),
        ("2025-Q2", B, 0, 0),
    ]
    assert [(line.reports, line.owed) for line in found.lines] == [(1, 3), (1, 3), (1, 1), (0, 1)]
    assert found.total.people == 3


def test_categories_and_forms_are_told_apart() -> None:
    found = add_up(wanted(By.CATEGORY, By.FORM), ACCEPTED, OWED, {})
    assert [(line.key.category, line.key.form, line.records) for line in found.lines] == [
        ("civic_education", "group", 2),
        ("convenience", "dispatched", 4),
        ("convenience", "group", 4),
    ]
    assert {(line.reports, line.owed, line.people) for line in found.lines} == {(3, 8, 0)}


def test_one_category_or_form_alone_is_summed() -> None:
    found = add_up(wanted(By.MONTH, category="convenience"), ACCEPTED, OWED, {})
    assert [(line.key.period, line.records) for line in found.lines] == [
        ("2025-01", 4),
        ("2025-04", 4),
    ]
    assert add_up(wanted(form="dispatched"), ACCEPTED, OWED, {}).total.records == 4
    assert add_up(wanted(form="fixed_point"), ACCEPTED, OWED, {}).total.records == 0


def test_what_came_before_it_was_due_is_owed_too() -> None:
    total = add_up(wanted(), ACCEPTED, [], {}).total
    assert (total.reports, total.owed) == (3, 3)


def test_nothing_at_all_is_a_whole_of_zeros() -> None:
    found = add_up(wanted(By.STATION), [], [], {})
    assert (found.lines, found.total.records, found.total.owed) == ((), 0, 0)


@pytest.mark.parametrize(
    ("by", "name"),
    [(By.MONTH, "2025-11"), (By.QUARTER, "2025-Q4"), (By.YEAR, "2025"), (None, "")],
)
def test_periods_have_names(by: By | None, name: str) -> None:
    assert period_of(Month(2025, 11), by) == name


def test_months_run_forwards_over_ten_years_at_most_in_one_kind_of_period() -> None:
    Wanted(Month(2016, 1), Month(2025, 12))
    for first, last in ((APRIL, JANUARY), (Month(2015, 12), Month(2025, 1))):
        with refused(InvalidError, "aggregate.bad_months"):
            Wanted(first, last)
    with refused(InvalidError, "aggregate.two_periods"):
        wanted(By.MONTH, By.YEAR)


def test_requests_and_visits_come_from_the_reports_that_say_anything() -> None:
    said = Told(RequestFigures(received=3, open=1), VisitFigures(pairing_due=2))
    reports = [replace(ACCEPTED[0], told=said), ACCEPTED[1], replace(ACCEPTED[2], told=said)]
    found = add_up(wanted(By.STATION), reports, OWED, {})
    told = {line.key.station: line.told for line in found.lines}
    first, second = told[A], told[B]
    assert first is not None and (first.requests.received, first.requests_of) == (3, 1)
    assert second is not None and second.visits.pairing_due == 2
    assert found.total.told is not None
    assert (found.total.told.requests.open, found.total.told.requests_of) == (2, 2)
    inside = add_up(wanted(By.CATEGORY), reports, OWED, {})
    assert {line.told for line in inside.lines} == {None} and inside.total.told is None
