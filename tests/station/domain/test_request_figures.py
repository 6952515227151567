"""Which request counts in which month's figures, and what later events don't change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.month import Month, months_between
from shared.domain.request_figures import RequestFigures
from shared.domain.service_request import Status
from station.domain.request_figures import Step, Story, figures_of

MAY, JUNE, JULY = Month(2025, 5), Month(2025, 6), Month(2025, 7)
LATER = datetime(2025, 12, 1, tzinfo=UTC)


def at(day: int, month: int = 5, hour: int = 1) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=UTC)


def step(status: str, when: datetime, due: datetime | None = None, ours: bool = True) -> Step:
    return Step(when, Status(status), ours, due)


def own(*steps: Step) -> Story:
    return Story(True, steps[0].at, list(steps))


def said(month: Month, *stories: Story, now: datetime = LATER) -> RequestFigures:
    return figures_of(stories, month, now)


SERVED = own(
    step("received", at(5), at(6, hour=16)),
    step("accepted", at(6), at(11, hour=16)),
    step("dispatched", at(7)),
    step("dispatched", at(7, hour=2)),
    step("done", at(9)),
    step("closed", at(2, 6)),
)


def test_each_figure_has_the_month_of_its_own_day() -> None:
    assert said(MAY, SERVED) == RequestFigures(
        received=1, open=1, oldest_days=26, promised=2, kept=2
    )
    assert said(JUNE, SERVED) == RequestFigures(served=1)
    assert said(JULY, SERVED) == said(Month(2025, 4), SERVED) == RequestFigures()


def test_what_was_given_back_is_open_elsewhere() -> None:
    steps = step("routed", at(5), at(6, hour=16)), step("returned", at(6))
    back = Story(False, at(1), list(steps))
    assert said(MAY, back) == RequestFigures(promised=1, kept=1)
    assert said(JUNE, back) == RequestFigures()


def test_a_day_is_that_of_shanghai_and_the_last_moment_counts() -> None:
    late = own(step("received", datetime(2025, 5, 31, 15, 59, 59, tzinfo=UTC)))
    early = own(step("received", datetime(2025, 5, 31, 16, tzinfo=UTC)))
    assert said(MAY, late, early) == RequestFigures(received=1, open=1)
    assert said(JUNE, late, early) == RequestFigures(received=1, open=2, oldest_days=30)


def test_a_month_that_lasts_is_as_of_now() -> None:
    asked = own(step("received", at(5), at(6, hour=16)))
    assert said(MAY, asked, now=at(6, hour=16) - timedelta(seconds=1)).promised == 0
    assert said(MAY, asked, now=at(6, hour=16)) == RequestFigures(
        received=1, open=1, oldest_days=2, promised=1
    )


@pytest.mark.parametrize(
    ("next_step", "figures"),
    [
        (step("accepted", at(6)), (1, 1)),
        (step("declined", at(6)), (1, 1)),
        (step("escalated", at(6), ours=False), (1, 1)),
        (step("withdrawn", at(6)), (0, 0)),
        (step("routed", at(6), ours=False), (0, 0)),
        (step("accepted", at(6, hour=16)), (1, 0)),
        (step("withdrawn", at(8)), (1, 0)),
    ],
)
def test_a_promise_is_kept_broken_or_taken_away(next_step: Step, figures: tuple[int, int]) -> None:
    found = said(MAY, own(step("received", at(5), at(6, hour=16)), next_step))
    assert (found.promised, found.kept) == figures


def test_a_promise_counts_in_the_month_of_its_last_day_or_of_the_step_before() -> None:
    until_june = own(step("received", at(30), at(2, 6, 16)), step("accepted", at(31)))
    assert (said(MAY, until_june).kept, said(JUNE, until_june).promised) == (1, 0)
    last_of_may = own(step("received", at(29), MAY.ends), step("accepted", at(2, 6)))
    assert (said(MAY, last_of_may).promised, said(MAY, last_of_may).kept) == (1, 0)
    assert said(JUNE, last_of_may).promised == 0


def test_a_line_that_moves_nothing_keeps_no_promise() -> None:
    due = at(6, hour=16)
    story = own(step("received", at(5), due), step("received", at(5, hour=2), due))
    assert (said(MAY, story).promised, said(MAY, story).kept) == (1, 0)


def test_one_passed_up_counts_where_it_came_first_and_served_where_it_was_served() -> None:
    first = own(
        step("received", at(5)),
        step("escalated", at(6), ours=False),
        step("escalated", at(6, hour=2), ours=False),
        step("routed", at(7), ours=False),
        step("closed", at(9), ours=False),
    )
    taker = Story(
        False, at(5), [step("routed", at(7)), step("accepted", at(8)), step("closed", at(9))]
    )
    assert said(MAY, first) == RequestFigures(received=1, escalated=1)
    assert said(MAY, taker) == RequestFigures(served=1, for_others=1)


def test_one_that_came_back_and_was_passed_up_again_is_escalated_once_a_month() -> None:
    again = own(
        step("received", at(5)),
        step("escalated", at(6), ours=False),
        step("received", at(7)),
        step("escalated", at(8), ours=False),
        step("received", at(2, 6)),
        step("escalated", at(3, 6), ours=False),
    )
    assert said(MAY, again).escalated == said(JUNE, again).escalated == 1


def test_the_centers_no_is_not_the_stations() -> None:
    passed = own(
        step("received", at(5)),
        step("escalated", at(6), ours=False),
        step("declined", at(7), ours=False),
    )
    assert said(MAY, passed).declined == 0
    assert said(MAY, own(step("received", at(5)), step("declined", at(6)))).declined == 1


def test_reopened_it_is_served_in_neither_the_month_that_saw_it_open_nor_twice_in_one() -> None:
    again = own(
        step("received", at(5)),
        step("closed", at(6)),
        step("received", at(7)),
        step("closed", at(3, 6)),
        step("received", at(4, 6)),
        step("closed", at(5, 6)),
        step("closed", at(6, 7)),
    )
    assert said(MAY, again) == RequestFigures(received=1, open=1, oldest_days=26)
    assert said(JUNE, again) == RequestFigures(served=1)
    assert said(JULY, again) == RequestFigures()


MOMENTS = st.integers(0, 4 * 30 * 24).map(lambda hours: at(1) + timedelta(hours=hours))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    whens = sorted(draw(st.lists(MOMENTS, min_size=1, max_size=8)))
    steps = [
        Step(
            when,
            draw(st.sampled_from(Status)),
            draw(st.booleans()),
            draw(st.none() | st.integers(1, 60).map(lambda days, w=when: w + timedelta(days))),
        )
        for when in whens
    ]
    return Story(draw(st.booleans()), whens[0], steps)


@given(st.lists(stories(), max_size=4), MOMENTS)
def test_what_comes_after_a_month_changes_nothing_of_it(known: list[Story], then: datetime) -> None:
    was = [
        Story(one.is_own, one.received_at, [s for s in one.steps if s.at < then]) for one in known
    ]
    for month in months_between(MAY, JULY):
        if month.ends <= then:
            assert figures_of(was, month, then) == figures_of(known, month, LATER)


@given(st.lists(stories(), max_size=4))
def test_each_request_is_received_once_and_no_share_passes_the_whole(known: list[Story]) -> None:
    months = [figures_of(known, month, LATER) for month in months_between(MAY, Month(2025, 12))]
    assert sum(one.received for one in months) == sum(one.is_own for one in known)
    for one in months:
        assert one.kept <= one.promised and one.for_others <= one.served
