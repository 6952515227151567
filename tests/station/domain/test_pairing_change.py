"""A pairing changed, paused, ended; who visits, said anew; how the visit of a round stands."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from shared.domain.service_order import Status
from shared.errors import ConflictError, InvalidError
from station.domain.pairing import Rhythm, Span, Tie, start, visitors
from station.domain.pairing_change import (
    LONGEST_REASON,
    State,
    VisitState,
    another_rhythm,
    check_givable,
    check_missable,
    check_since,
    checked_reason,
    first_span,
    manned,
    moved,
    next_round,
    resumed,
    stopped,
    visit_state,
)

LI, ZHOU, HE = (UUID(int=number) for number in (1, 2, 3))
MARCH = date(2026, 3, 2)
DAY = timedelta(days=1)
WEEKLY = Span(Rhythm.WEEKLY, MARCH)


def test_a_paused_one_goes_on_and_an_ended_one_never_does() -> None:
    assert moved(State.ACTIVE, State.PAUSED, "住院") is State.PAUSED
    assert moved(State.PAUSED, State.ACTIVE) is State.ACTIVE
    assert moved(State.PAUSED, State.ENDED, "搬走了") is State.ENDED
    with pytest.raises(ConflictError, match=r"pairing_change\.not_movable"):
        moved(State.ENDED, State.ACTIVE)
    with pytest.raises(InvalidError, match="needs_reason"):
        moved(State.ACTIVE, State.ENDED, " ")


def test_a_reason_is_said_and_is_short() -> None:
    assert checked_reason(" 住院 ") == "住院"
    assert checked_reason("长" * LONGEST_REASON)
    with pytest.raises(InvalidError, match="long_reason"):
        checked_reason("长" * (LONGEST_REASON + 1))


def test_rounds_before_it_was_entered_are_nobody_s_debt() -> None:
    assert first_span(Rhythm.WEEKLY, date(2019, 5, 1), MARCH) == WEEKLY
    assert first_span(Rhythm.WEEKLY, MARCH + DAY, MARCH).first == MARCH + DAY
    assert check_since(MARCH + 31 * DAY, MARCH) == MARCH + 31 * DAY
    with pytest.raises(InvalidError, match="since_far"):
        check_since(MARCH + 32 * DAY, MARCH)


def test_another_rhythm_ends_the_span_on_the_day_before() -> None:
    assert next_round(WEEKLY, MARCH + 8 * DAY) == date(2026, 3, 16)
    assert next_round(WEEKLY, MARCH - DAY) == MARCH
    ended, begun = another_rhythm(WEEKLY, Rhythm.MONTHLY, date(2026, 3, 16), MARCH + 8 * DAY)
    assert (ended.last, begun) == (date(2026, 3, 15), Span(Rhythm.MONTHLY, date(2026, 3, 16)))
    with pytest.raises(ConflictError, match="same_rhythm"):
        another_rhythm(WEEKLY, Rhythm.WEEKLY, date(2026, 3, 16), MARCH)
    for first, today in ((MARCH, MARCH), (MARCH + DAY, MARCH + 2 * DAY)):
        with pytest.raises(InvalidError, match="rhythm_too_early"):
            another_rhythm(WEEKLY, Rhythm.MONTHLY, first, today)


def test_today_is_the_last_day_of_what_is_stopped() -> None:
    assert stopped(WEEKLY, MARCH) == Span(Rhythm.WEEKLY, MARCH, MARCH)
    assert stopped(WEEKLY, MARCH - DAY) is None
    kept = stopped(WEEKLY, MARCH + DAY)
    next_day = Span(Rhythm.MONTHLY, MARCH + 2 * DAY)
    assert resumed(kept, Rhythm.MONTHLY, MARCH, MARCH + DAY) == next_day
    assert resumed(kept, Rhythm.WEEKLY, MARCH, date(2026, 5, 1)).first == date(2026, 5, 1)
    assert resumed(None, Rhythm.WEEKLY, MARCH, MARCH).first == MARCH
    assert resumed(None, Rhythm.WEEKLY, MARCH + DAY, MARCH).first == MARCH + DAY


def test_whoever_is_not_named_visits_no_more() -> None:
    ties = start([LI, ZHOU], MARCH)
    june = date(2026, 6, 1)
    after = manned(ties, [ZHOU, HE], june)
    assert after == (Tie(LI, MARCH, june - DAY), Tie(ZHOU, MARCH), Tie(HE, june))
    assert visitors(after, june) == (ZHOU, HE)
    assert manned(after, [LI, ZHOU], june) == (
        Tie(LI, MARCH, june - DAY),
        Tie(ZHOU, MARCH),
        Tie(LI, june),
    )
    with pytest.raises(InvalidError, match="own_household"):
        manned(ties, [HE], june, related=[HE])
    with pytest.raises(InvalidError, match="people_count"):
        manned(ties, [], june)


@pytest.mark.parametrize(
    ("orders", "missed", "days", "state"),
    [
        ([Status.REFUSED, Status.SIGNED], True, 9, VisitState.MADE),
        ([Status.DONE], False, 9, VisitState.UNSIGNED),
        ([Status.CANCELLED], True, 9, VisitState.MISSED),
        ([Status.ACCEPTED], False, 1, VisitState.OVERDUE),
        ([], False, 1, VisitState.OVERDUE),
        ([Status.ACCEPTED], False, 0, VisitState.OPEN),
        ([Status.DISPUTED], False, 0, VisitState.OPEN),
        ([Status.REFUSED], False, 0, VisitState.UNMANNED),
    ],
)
def test_a_visit_stands_as_its_orders_say(
    orders: list[Status], missed: bool, days: int, state: VisitState
) -> None:
    assert visit_state(MARCH, orders, MARCH + days * DAY, missed=missed) is state


def test_a_visit_that_was_made_is_neither_missed_nor_given_again() -> None:
    for state in (VisitState.MADE, VisitState.UNSIGNED, VisitState.MISSED):
        with pytest.raises(ConflictError, match="visit_settled"):
            check_missable(state)
    check_missable(VisitState.OVERDUE)
    check_givable(VisitState.OVERDUE, [Status.REFUSED])
    check_givable(VisitState.MISSED, [])
    for state, orders in (
        (VisitState.MADE, [Status.SIGNED]),
        (VisitState.UNSIGNED, [Status.DONE]),
        (VisitState.OVERDUE, [Status.ACCEPTED]),
    ):
        with pytest.raises(ConflictError, match="visit_given"):
            check_givable(state, orders)
