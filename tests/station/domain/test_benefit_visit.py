"""The monthly and the joint visit: to whom, in which months, overdue, declined."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.month import Month, months_of
from shared.errors import InvalidError
from station.domain.benefit_visit import (
    Kind,
    Made,
    Refusal,
    Stars,
    check_made,
    due_in,
    is_entitled,
    overdue,
)

THREE_YEARS = {2023: 3, 2024: 3, 2025: 3}
APPROVED = {2024: date(2025, 3, 10), 2025: date(2026, 3, 12)}
HOLDER = Stars(THREE_YEARS, APPROVED, APPROVED)


def test_the_visits_begin_with_the_month_after_the_third_year_is_approved() -> None:
    assert not is_entitled(HOLDER, date(2026, 3, 11))
    assert is_entitled(HOLDER, date(2026, 3, 12))
    assert due_in(HOLDER, Month(2026, 3)) == ()
    assert due_in(HOLDER, Month(2026, 4)) == (Kind.MONTHLY,)


def test_december_has_the_joint_one_too() -> None:
    due = {month: due_in(HOLDER, month) for month in months_of(2026)}
    assert due[Month(2026, 12)] == (Kind.MONTHLY, Kind.JOINT)
    assert sum(len(kinds) for kinds in due.values()) == 10


def test_they_end_when_the_next_year_s_stars_are_fewer() -> None:
    approved = {**APPROVED, 2026: date(2027, 3, 1)}
    ended = Stars({**THREE_YEARS, 2026: 2}, approved, approved)
    assert due_in(ended, Month(2027, 2)) == (Kind.MONTHLY,)
    assert due_in(ended, Month(2027, 3)) == ()


def test_they_go_on_without_a_gap_when_the_next_year_has_three_again() -> None:
    approved = {**APPROVED, 2026: date(2027, 3, 8)}
    going_on = Stars({**THREE_YEARS, 2026: 3}, approved, approved)
    assert all(due_in(going_on, month) for month in months_of(2027))


def test_without_a_new_approval_they_last_until_june_of_the_year_after_next() -> None:
    assert due_in(HOLDER, Month(2027, 6)) == (Kind.MONTHLY,)
    assert due_in(HOLDER, Month(2027, 7)) == ()


def test_a_colleague_s_approval_ends_the_year_before_and_begins_nobody_else_s() -> None:
    held = Stars({**THREE_YEARS, 2026: 3}, APPROVED, {**APPROVED, 2026: date(2027, 3, 8)})
    assert due_in(held, Month(2027, 3)) == (Kind.MONTHLY,)
    assert due_in(held, Month(2027, 4)) == ()
    later = Stars(held.decided, {**APPROVED, 2026: date(2027, 5, 20)}, held.opened)
    assert due_in(later, Month(2027, 5)) == ()
    assert due_in(later, Month(2027, 6)) == (Kind.MONTHLY,)


@pytest.mark.parametrize("decided", [{2024: 3, 2025: 3}, {**THREE_YEARS, 2024: 2}, {}])
def test_fewer_years_or_stars_give_none(decided: dict[int, int]) -> None:
    assert due_in(Stars(decided, APPROVED, APPROVED), Month(2026, 5)) == ()


def test_a_star_that_was_lowered_gives_no_visits_any_more() -> None:
    lowered = Stars({**THREE_YEARS, 2023: 1}, APPROVED, APPROVED)
    assert due_in(lowered, Month(2026, 5)) == ()


def test_who_declines_is_not_visited_until_they_want_it_again() -> None:
    refusals = [Refusal(Month(2026, 5), Month(2026, 6)), Refusal(Month(2026, 11))]
    visited = [month.month for month in months_of(2026) if due_in(HOLDER, month, refusals)]
    assert visited == [4, 7, 8, 9, 10]
    assert Refusal(Month(2026, 5), Month(2026, 5)).covers(Month(2026, 5))
    with pytest.raises(InvalidError, match="ends_before_beginning"):
        Refusal(Month(2026, 6), Month(2026, 5))


def test_overdue_is_what_a_month_gone_by_left_undone() -> None:
    december, both = Month(2026, 12), (Kind.MONTHLY, Kind.JOINT)
    made = [Made(Kind.MONTHLY, date(2026, 12, 3)), Made(Kind.JOINT, date(2025, 12, 30))]
    assert overdue(both, made, december, date(2026, 12, 31)) == []
    assert overdue(both, made, december, date(2027, 1, 1)) == [Kind.JOINT]
    assert overdue(both, [], december, date(2027, 1, 1)) == [Kind.MONTHLY, Kind.JOINT]


def test_the_joint_one_is_led_by_the_head_and_photographed() -> None:
    december, day = Month(2026, 12), date(2026, 12, 30)
    check_made(Made(Kind.MONTHLY, day), december, day)
    check_made(Made(Kind.JOINT, day, led_by_head=True, has_photo=True), december, day)
    for visit, code in (
        (Made(Kind.JOINT, day, has_photo=True), "needs_head"),
        (Made(Kind.JOINT, day, led_by_head=True), "needs_photo"),
        (Made(Kind.MONTHLY, date(2026, 12, 31)), "in_future"),
        (Made(Kind.MONTHLY, date(2026, 11, 30)), "other_month"),
    ):
        with pytest.raises(InvalidError) as refused:
            check_made(visit, december, day)
        assert refused.value.code == f"benefit_visit.{code}"
