"""A station's sealed year against the months that the center accepted."""

from typing import Any
from uuid import UUID

import pytest

from center.domain.year import Difference, MonthLine, check_forward, compare, read
from shared.domain.month import Month, months_of
from shared.domain.monthly_report import Status
from shared.errors import ConflictError
from tests.center.refusal import refused

ANNE, BERT = UUID(int=1), UUID(int=2)
MAY = Month(2025, 5)
HELD = {(ANNE, MAY): MonthLine(2, 4, 3, 2, 10)}
ACCEPTED = dict.fromkeys(months_of(2025), Status.ACCEPTED)


def line(who: UUID, months: dict[Month, tuple[int, ...]], **total: int) -> dict[str, Any]:
    names = ("revision", "hours", "satisfied_hours", "points_hours", "points")
    figures = dict.fromkeys(names[1:], 0)
    for values in months.values():
        for name, value in zip(names[1:], values[1:], strict=True):
            figures[name] += value
    told = [
        {"month": str(month), **dict(zip(names, months.get(month, (0,) * 5), strict=True))}
        for month in {*months_of(2025), *months}
    ]
    return {"volunteer": str(who), "months": told, **(figures | total)}


def test_a_year_that_says_what_its_months_say_agrees() -> None:
    told = read([line(ANNE, {MAY: (2, 4, 3, 2, 10)}), line(BERT, {})])
    assert compare(2025, told, HELD) == []


def test_every_figure_that_differs_is_named() -> None:
    told = read([line(ANNE, {MAY: (1, 5, 3, 2, 10)})])
    assert compare(2025, told, HELD) == [
        Difference(ANNE, MAY, "hours", 5, 4),
        Difference(ANNE, MAY, "revision", 1, 2),
    ]


def test_the_revision_of_a_month_of_nothing_is_of_no_account() -> None:
    assert compare(2025, read([line(BERT, {MAY: (3, 0, 0, 0, 0)})]), {}) == []


def test_who_stands_in_the_months_alone_is_named() -> None:
    found = compare(2025, [], HELD)
    assert Difference(ANNE, MAY, "hours", 0, 4) in found
    assert {difference.volunteer for difference in found} == {ANNE}


def test_sums_that_are_not_those_of_the_months_are_named() -> None:
    told = read([line(ANNE, {MAY: (2, 4, 3, 2, 10)}, points=15)])
    assert compare(2025, told, HELD) == [Difference(ANNE, None, "points", 15, 10)]


def test_a_volunteer_named_twice_and_a_foreign_month_are_found() -> None:
    twice = read([line(BERT, {}), line(BERT, {})])
    assert compare(2025, twice, {}) == [Difference(None, None, "volunteers", 2, 1)]
    foreign = read([line(BERT, {Month(2024, 12): (1, 0, 0, 0, 0)})])
    assert compare(2025, foreign, {}) == [Difference(BERT, None, "months", 1, 0)]


def test_what_is_whole_and_agrees_goes_up() -> None:
    check_forward(ACCEPTED, (2, 2), 0)


@pytest.mark.parametrize(
    ("months", "parts", "differences", "code"),
    [
        (ACCEPTED, (1, 2), 0, "year.parts_missing"),
        ({MAY: Status.ACCEPTED}, (1, 1), 0, "year.december_missing"),
        (ACCEPTED | {Month(2025, 12): Status.REPORTED}, (1, 1), 0, "year.month_not_accepted"),
        (ACCEPTED | {MAY: Status.UNLOCKED}, (1, 1), 0, "year.month_not_accepted"),
        (ACCEPTED, (1, 1), 3, "year.differs"),
    ],
)
def test_the_rest_stays(
    months: dict[Month, Status], parts: tuple[int, int], differences: int, code: str
) -> None:
    with refused(ConflictError, code):
        check_forward(months, parts, differences)
