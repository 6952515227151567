"""A request's life, who may take it back or open it again, and its place in every queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.service_request import (
    ABOVE,
    AT_STATION,
    LONGEST_REASON,
    NEEDS_REASON,
    NEXT,
    OPEN,
    Proof,
    Status,
    Urgency,
    Waiting,
    check_marks,
    counted_stars,
    queue_key,
    reopen,
    step,
    take_back,
)
from shared.errors import ConflictError, ForbiddenError, InvalidError

MORNING = datetime(2026, 11, 4, 1, tzinfo=UTC)
WAITING = Waiting(Urgency.NORMAL, False, 0, MORNING)


def walk(*statuses: Status) -> Status:
    status = Status.RECEIVED
    for to in statuses:
        status = step(status, to, "因为本站会修水电的义工这周都没空")
    return status


def test_a_request_is_served_where_it_came_in() -> None:
    assert walk(Status.ACCEPTED, Status.DISPATCHED, Status.DONE, Status.CLOSED) is Status.CLOSED


def test_a_request_is_served_by_another_which_accepts_it_like_its_own() -> None:
    way = (Status.ESCALATED, Status.ROUTED, Status.RETURNED, Status.ROUTED, Status.ACCEPTED)
    assert walk(*way, Status.DISPATCHED, Status.DONE, Status.CLOSED) is Status.CLOSED
    assert (
        walk(Status.ESCALATED, Status.ESCALATED, Status.ROUTED, Status.DECLINED) is Status.DECLINED
    )


def test_whoever_was_asked_first_need_not_be_who_comes() -> None:
    assert walk(Status.ACCEPTED, Status.DISPATCHED, Status.ACCEPTED, Status.DISPATCHED) in OPEN


@pytest.mark.parametrize("to", list(Status))
@pytest.mark.parametrize("ended", [Status.DECLINED, Status.WITHDRAWN])
def test_what_was_declined_or_withdrawn_stays_so(ended: Status, to: Status) -> None:
    with pytest.raises(ConflictError):
        step(ended, to, "原因")
    assert ended not in OPEN


@pytest.mark.parametrize("status", list(Status))
def test_nobody_withdraws_what_was_done(status: Status) -> None:
    may = Status.WITHDRAWN in NEXT.get(status, frozenset())
    assert may == (status in OPEN - {Status.DONE})


@pytest.mark.parametrize(
    ("status", "to"),
    [(status, to) for status, next_ in NEXT.items() for to in sorted(next_ & NEEDS_REASON)],
)
def test_to_decline_pass_on_or_give_back_takes_a_reason(status: Status, to: Status) -> None:
    with pytest.raises(InvalidError) as refused:
        step(status, to, " \n")
    assert refused.value.code == "service_request.needs_reason"
    assert step(status, to, "原因") is to


def test_a_reason_is_never_endless() -> None:
    assert step(Status.RECEIVED, Status.ACCEPTED) is Status.ACCEPTED
    assert step(Status.RECEIVED, Status.DECLINED, "长" * LONGEST_REASON) is Status.DECLINED
    with pytest.raises(InvalidError) as refused:
        step(Status.RECEIVED, Status.ACCEPTED, "长" * (LONGEST_REASON + 1))
    assert refused.value.code == "service_request.long_reason"


@pytest.mark.parametrize("status", list(Status))
def test_the_first_station_takes_back_what_nobody_has_accepted(status: Status) -> None:
    if status in (Status.ESCALATED, Status.ROUTED, Status.RETURNED):
        assert take_back(status) is Status.RECEIVED
        return
    with pytest.raises(ConflictError) as refused:
        take_back(status)
    assert refused.value.code == "service_request.not_taken_back"


def test_each_status_is_at_a_station_above_or_an_end() -> None:
    assert not ABOVE & AT_STATION
    assert set(Status) - ABOVE - AT_STATION == {Status.DECLINED, Status.WITHDRAWN}


@pytest.mark.parametrize("status", list(Status))
def test_not_solved_opens_what_is_done_or_closed_again(status: Status) -> None:
    if status in (Status.DONE, Status.CLOSED):
        assert reopen(status, erased=False) is Status.RECEIVED
        code = "service_request.erased"
    else:
        code = "service_request.not_reopened"
    with pytest.raises(ConflictError) as refused:
        reopen(status, erased=True)
    assert refused.value.code == code


def test_urgent_is_a_clerk_s_word_and_a_card_is_seen_by_one() -> None:
    check_marks(Urgency.URGENT, Proof.CARD_SEEN, by_clerk=True)
    check_marks(Urgency.NORMAL, Proof.LOGIN, by_clerk=False)
    for urgency, proof, code in (
        (Urgency.URGENT, Proof.NONE, "urgent_by_clerk"),
        (Urgency.NORMAL, Proof.CARD_SEEN, "card_by_clerk"),
    ):
        with pytest.raises(ForbiddenError) as refused:
            check_marks(urgency, proof, by_clerk=False)
        assert refused.value.code == f"service_request.{code}"


def test_stars_count_once_they_are_proven() -> None:
    assert [counted_stars(2, proof) for proof in Proof] == [0, 2, 2]


def test_nobody_holds_fewer_than_no_star_or_more_than_three() -> None:
    assert counted_stars(7, Proof.LOGIN) == 3
    assert counted_stars(-1, Proof.LOGIN) == 0


def test_the_queue_is_urgent_then_past_its_promise_then_by_stars_then_by_waiting() -> None:
    later = MORNING + timedelta(hours=1)
    queue = [
        Waiting(Urgency.URGENT, True, 0, later),
        Waiting(Urgency.URGENT, False, 3, MORNING),
        Waiting(Urgency.URGENT, False, 0, MORNING),
        Waiting(Urgency.NORMAL, True, 1, later),
        Waiting(Urgency.NORMAL, True, 0, MORNING),
        Waiting(Urgency.NORMAL, False, 3, later),
        Waiting(Urgency.NORMAL, False, 2, MORNING),
        Waiting(Urgency.NORMAL, False, 0, MORNING),
        Waiting(Urgency.NORMAL, False, 0, later),
    ]
    assert sorted(reversed(queue), key=queue_key) == queue


waits = st.builds(
    Waiting,
    st.sampled_from(Urgency),
    st.booleans(),
    st.integers(0, 3),
    st.integers(0, 3).map(lambda hours: MORNING + timedelta(hours=hours)),
)


@given(waits, waits)
def test_nothing_that_counts_less_overtakes_what_counts_more(one: Waiting, other: Waiting) -> None:
    if one.urgency is not other.urgency:
        ahead = one.urgency is Urgency.URGENT
    elif one.is_past != other.is_past:
        ahead = one.is_past
    elif one.stars != other.stars:
        ahead = one.stars > other.stars
    else:
        ahead = one.since < other.since
    assert (queue_key(one) < queue_key(other)) == ahead
