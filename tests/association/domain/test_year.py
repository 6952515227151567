"""The recount of a sealed year: no sum is trusted."""

from __future__ import annotations

from uuid import UUID

import pytest

from association.domain.year import (
    Difference,
    Figures,
    Progress,
    Stated,
    Status,
    check_part,
    cross_check,
    recount,
    status,
    sums_of,
)
from shared.domain.month import Month, months_of
from shared.domain.policy import Policy
from shared.errors import InvalidError

WHO = UUID(int=7)
JANUARY, MAY = Month(2025, 1), Month(2025, 5)
POLICY = Policy(2025)


def stated(*months: tuple[Month, Figures], sums: Figures | None = None) -> Stated:
    return Stated(WHO, months, sums if sums is not None else sums_of(months))


def test_months_that_come_to_their_sums_differ_in_nothing() -> None:
    months = [(month, Figures(10, 8, 6, 30)) for month in months_of(2025)]
    assert recount(stated(*months), POLICY) == []


def test_a_sum_that_is_not_the_months_is_shown_with_both_figures() -> None:
    said = stated((JANUARY, Figures(10, 8, 6, 30)), sums=Figures(10, 8, 60, 300))
    assert recount(said, POLICY) == [
        Difference(WHO, None, "points_hours", 60, 6),
        Difference(WHO, None, "points", 300, 30),
    ]


def test_points_are_recomputed_by_the_years_policy() -> None:
    said = stated((JANUARY, Figures(10, 8, 6, 30)))
    assert recount(said, Policy(2025, points_per_hour=4)) == [
        Difference(WHO, JANUARY, "points", 30, 24),
        Difference(WHO, None, "points", 30, 24),
    ]


def test_satisfied_hours_never_pass_hours_nor_earning_ones_satisfied() -> None:
    found = recount(stated((MAY, Figures(5, 6, 7, 35))), POLICY)
    assert found == [
        Difference(WHO, MAY, "satisfied_hours", 6, 5),
        Difference(WHO, MAY, "points_hours", 7, 5),
    ]


def test_a_month_twice_and_one_of_another_year_are_shown() -> None:
    other = Month(2024, 12)
    found = recount(stated((MAY, Figures()), (MAY, Figures()), (other, Figures())), POLICY)
    assert found == [
        Difference(WHO, MAY, "month", 2, 1),
        Difference(WHO, other, "month", 1, 0),
    ]


def test_the_years_months_are_compared_with_the_accepted_ones() -> None:
    figures = Figures(10, 8, 6, 30)
    assert cross_check(2025, {MAY: figures}, {MAY: figures}) == []
    assert cross_check(2025, {MAY: figures}, {}) == [
        Difference(None, MAY, "hours", 10, 0),
        Difference(None, MAY, "satisfied_hours", 8, 0),
        Difference(None, MAY, "points_hours", 6, 0),
        Difference(None, MAY, "points", 30, 0),
    ]
    assert cross_check(2025, {}, {JANUARY: Figures(hours=1)}) == [
        Difference(None, JANUARY, "hours", 0, 1)
    ]


WHOLE = Progress(version=2, parts=3, parts_in=3, checked_version=2, agrees=True)


@pytest.mark.parametrize(
    ("progress", "differs", "expected"),
    [
        (WHOLE, False, Status.IN),
        (WHOLE, True, Status.DIFFERS),
        (Progress(2, 3, 3, 2, False), False, Status.DIFFERS),
        (Progress(2, 3, 2, 2, True), False, Status.WAITING),
        (Progress(2, 3, 3, 1, True), False, Status.WAITING),
        (Progress(1, 3, 3, 2, True), False, Status.WAITING),
        (Progress(2, 3, 3, 2, True, returned_version=2), False, Status.RETURNED),
        (Progress(2, 3, 3, 2, True, returned_version=1), False, Status.IN),
        (Progress(), False, Status.WAITING),
        (Progress(checked_version=1, agrees=True), False, Status.WAITING),
    ],
)
def test_a_year_is_in_when_whole_checked_in_that_version_and_alike(
    progress: Progress, differs: bool, expected: Status
) -> None:
    assert status(progress, differs=differs) is expected


def test_parts_are_numbered_from_one_and_agree_on_their_number() -> None:
    check_part(1, 1, None)
    check_part(2, 2, 2)
    for part in (0, 3):
        with pytest.raises(InvalidError, match=r"year\.bad_part"):
            check_part(part, 2, None)
    with pytest.raises(InvalidError, match=r"year\.parts_differ"):
        check_part(1, 2, 3)
