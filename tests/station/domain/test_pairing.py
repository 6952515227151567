"""A pairing's rounds: which visits are raised, due, overdue, and who makes them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.month import Month
from shared.errors import ConflictError, InvalidError
from station.domain.pairing import (
    MOST_VOLUNTEERS,
    Rhythm,
    Span,
    Tie,
    Visit,
    begun_by,
    due_in,
    hand_over,
    orphaned,
    overdue,
    start,
    visitors,
)

LI, ZHOU, HE = (UUID(int=number) for number in (1, 2, 3))
MARCH = date(2026, 3, 2)
DAY = timedelta(days=1)


def test_a_week_s_visit_is_due_by_the_week_s_last_day() -> None:
    span = Span(Rhythm.WEEKLY, MARCH)
    assert begun_by(span, date(2026, 3, 9)) == (
        Visit(0, date(2026, 3, 2), date(2026, 3, 8)),
        Visit(1, date(2026, 3, 9), date(2026, 3, 15)),
    )
    assert begun_by(span, MARCH - DAY) == ()
    assert [visit.due.day for visit in due_in(span, Month(2026, 3))] == [8, 15, 22, 29]


def test_a_fortnight_is_two_weeks() -> None:
    span = Span(Rhythm.FORTNIGHTLY, MARCH)
    assert [visit.due.day for visit in due_in(span, Month(2026, 3))] == [15, 29]
    assert [visit.due.day for visit in due_in(span, Month(2026, 4))] == [12, 26]


def test_a_month_runs_from_its_day_to_the_day_before_where_the_month_has_it() -> None:
    span = Span(Rhythm.MONTHLY, date(2026, 1, 31))
    visits = begun_by(span, date(2026, 4, 30))
    assert [(visit.first, visit.due) for visit in visits] == [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 29)),
        (date(2026, 4, 30), date(2026, 5, 30)),
    ]
    first = Span(Rhythm.MONTHLY, date(2026, 1, 1))
    assert [visit.due for visit in due_in(first, Month(2026, 2))] == [date(2026, 2, 28)]


def test_a_round_that_the_end_cuts_short_owes_no_visit() -> None:
    span = Span(Rhythm.WEEKLY, MARCH, date(2026, 3, 21))
    assert [visit.round for visit in begun_by(span, date(2026, 12, 31))] == [0, 1]
    whole = Span(Rhythm.WEEKLY, MARCH, date(2026, 3, 22))
    assert [visit.round for visit in begun_by(whole, date(2026, 12, 31))] == [0, 1, 2]
    with pytest.raises(InvalidError, match="ends_before_beginning"):
        Span(Rhythm.WEEKLY, MARCH, MARCH - DAY)


def test_overdue_is_what_was_due_before_today_and_not_made() -> None:
    span = Span(Rhythm.WEEKLY, MARCH)
    assert overdue(span, [], date(2026, 3, 8)) == ()
    assert [visit.round for visit in overdue(span, [], date(2026, 3, 17))] == [0, 1]
    assert [visit.round for visit in overdue(span, [0], date(2026, 3, 17))] == [1]


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(st.sampled_from(Rhythm), days, st.integers(0, 400))
def test_rounds_follow_each_other_without_a_gap_and_each_is_due_in_one_month(
    rhythm: Rhythm, first: date, length: int
) -> None:
    span = Span(rhythm, first)
    until = first + timedelta(days=length)
    visits = begun_by(span, until)
    assert visits[0].first == first and visits[-1].first <= until <= visits[-1].due
    assert all(one.due + DAY == other.first for one, other in pairwise(visits))
    month, counted = Month.of(first), []
    while month <= Month.of(visits[-1].due):
        counted += due_in(span, month)
        month = month.next
    assert counted[: len(visits)] == list(visits)


@given(days, st.integers(1, 30))
def test_a_monthly_visit_is_due_once_in_every_month(first: date, ahead: int) -> None:
    month = Month.of(first).next
    for _ in range(ahead):
        assert len(due_in(Span(Rhythm.MONTHLY, first), month)) == 1
        month = month.next


def test_a_pairing_begins_with_volunteers_who_aren_t_of_the_household() -> None:
    assert start([LI, ZHOU, LI], MARCH) == (Tie(LI, MARCH), Tie(ZHOU, MARCH))
    many = [UUID(int=number) for number in range(MOST_VOLUNTEERS + 1)]
    for people in ([], many):
        with pytest.raises(InvalidError, match="people_count"):
            start(people, MARCH)
    with pytest.raises(InvalidError, match="own_household"):
        start([LI, ZHOU], MARCH, related=[ZHOU])


def test_who_leaves_hands_over_from_one_day_to_the_next() -> None:
    june = date(2026, 6, 1)
    ties = hand_over(start([LI, ZHOU], MARCH), LI, Tie(HE, june))
    assert ties == (Tie(LI, MARCH, june - DAY), Tie(ZHOU, MARCH), Tie(HE, june))
    assert visitors(ties, june - DAY) == (LI, ZHOU)
    assert visitors(ties, june) == (ZHOU, HE)
    assert visitors(ties, MARCH - DAY) == ()
    back = hand_over(ties, HE, Tie(LI, date(2026, 9, 1)))
    assert visitors(back, date(2026, 9, 1)) == (ZHOU, LI)


def test_nobody_gives_what_isn_t_theirs_or_to_somebody_who_has_it() -> None:
    june = Tie(HE, date(2026, 6, 1))
    ties = start([LI, ZHOU], MARCH)
    with pytest.raises(ConflictError, match="not_theirs"):
        hand_over(ties, HE, june)
    with pytest.raises(ConflictError, match="not_theirs"):
        hand_over(hand_over(ties, LI, june), LI, Tie(UUID(int=9), date(2026, 7, 1)))
    with pytest.raises(InvalidError, match="too_early"):
        hand_over(ties, LI, Tie(HE, MARCH))
    with pytest.raises(ConflictError, match="visits_already"):
        hand_over(ties, LI, Tie(ZHOU, june.first))
    with pytest.raises(InvalidError, match="own_household"):
        hand_over(ties, LI, june, related=[HE])


def test_whoever_serves_no_more_leaves_a_part_to_be_handed_over() -> None:
    ties = start([LI, ZHOU], MARCH)
    assert orphaned(ties, {LI, ZHOU}, MARCH) == ()
    assert orphaned(ties, {ZHOU}, MARCH) == (LI,)
    assert orphaned(hand_over(ties, LI, Tie(HE, date(2026, 6, 1))), {ZHOU, HE}, MARCH) == (LI,)
    assert orphaned(hand_over(ties, LI, Tie(HE, MARCH + DAY)), {ZHOU, HE}, MARCH + DAY) == ()
