"""An order's life: offered, accepted or refused, done, and signed by whom it was done for."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from shared.domain.service_order import (
    LONGEST_REASON,
    MOST_PEOPLE,
    NEEDS_REASON,
    NEXT,
    Asker,
    Assignee,
    Status,
    are_all_refused,
    are_signed,
    check_answerer,
    check_done,
    is_certifiable,
    people_of,
    shows_contact,
    step,
)
from shared.errors import ConflictError, ForbiddenError, InvalidError

LI, ZHOU, HE = (UUID(int=number) for number in (1, 2, 3))
TEAM, OTHER = UUID(int=10), UUID(int=11)
TODAY = date(2026, 11, 4)


def test_an_order_is_accepted_done_and_signed() -> None:
    status = step(Status.OFFERED, Status.ACCEPTED)
    status = step(status, Status.DONE)
    assert not is_certifiable(status)
    assert is_certifiable(step(status, Status.SIGNED))
    assert Status.SIGNED not in NEXT


def test_what_is_disputed_is_mended_and_put_before_the_recipient_again() -> None:
    status = step(Status.DONE, Status.DISPUTED, "只做了一个小时")
    assert not is_certifiable(status)
    with pytest.raises(ConflictError):
        step(status, Status.SIGNED)
    assert step(status, Status.DONE) is Status.DONE


def test_only_a_signature_certifies() -> None:
    assert [status for status in Status if is_certifiable(status)] == [Status.SIGNED]


@pytest.mark.parametrize(
    ("status", "to"),
    [(status, to) for status, next_ in NEXT.items() for to in sorted(next_ & NEEDS_REASON)],
)
def test_to_refuse_cancel_or_dispute_takes_a_reason(status: Status, to: Status) -> None:
    with pytest.raises(InvalidError) as refused:
        step(status, to, " ")
    assert refused.value.code == "service_order.needs_reason"
    assert step(status, to, "这两天有课") is step(status, to, "长" * LONGEST_REASON) is to
    with pytest.raises(InvalidError) as refused:
        step(status, to, "长" * (LONGEST_REASON + 1))
    assert refused.value.code == "service_order.long_reason"


@pytest.mark.parametrize(("volunteer", "team"), [(None, None), (LI, TEAM)])
def test_it_is_for_a_volunteer_or_a_team(volunteer: UUID | None, team: UUID | None) -> None:
    with pytest.raises(InvalidError) as refused:
        Assignee(volunteer, team)
    assert refused.value.code == "service_order.no_assignee"


def test_only_whom_it_was_offered_to_answers_for_a_team_its_leader() -> None:
    check_answerer(Assignee(LI), Asker(LI))
    check_answerer(Assignee(team=TEAM), Asker(ZHOU, frozenset({TEAM})))
    for assignee, asker in (
        (Assignee(LI), Asker(ZHOU, frozenset({TEAM}))),
        (Assignee(LI), Asker(None)),
        (Assignee(team=TEAM), Asker(ZHOU, frozenset({OTHER}))),
        (Assignee(team=TEAM), Asker(None)),
    ):
        with pytest.raises(ForbiddenError) as refused:
            check_answerer(assignee, asker)
        assert refused.value.code == "service_order.other_assignee"


def test_the_leader_names_members_who_go_a_volunteer_goes_in_person() -> None:
    assert people_of(Assignee(LI), [ZHOU], []) == [LI]
    assert people_of(Assignee(team=TEAM), [ZHOU, HE, ZHOU], [HE, LI, ZHOU]) == [ZHOU, HE]
    assert people_of(Assignee(team=TEAM), [ZHOU, HE], [HE, ZHOU]) == [ZHOU, HE]
    many = [UUID(int=number) for number in range(100, 101 + MOST_PEOPLE)]
    assert people_of(Assignee(team=TEAM), many[1:], many) == many[1:]
    for named, code in (([], "people_count"), (many, "people_count"), ([HE], "not_in_team")):
        with pytest.raises(InvalidError) as refused:
            people_of(Assignee(team=TEAM), named, [LI, ZHOU, *many])
        assert refused.value.code == f"service_order.{code}"


@pytest.mark.parametrize("status", list(Status))
def test_the_contact_is_shown_on_acceptance_only_and_to_those_who_go(status: Status) -> None:
    shown = status in (Status.ACCEPTED, Status.DONE, Status.DISPUTED)
    assert shows_contact(status, [LI, HE], LI) == shown
    assert not shows_contact(status, [LI, HE], ZHOU)


def test_it_was_done_between_asking_and_today() -> None:
    check_done(TODAY, TODAY, TODAY)
    with pytest.raises(InvalidError, match="in_future"):
        check_done(TODAY + timedelta(days=1), TODAY, TODAY)
    with pytest.raises(InvalidError, match="before_asked"):
        check_done(TODAY - timedelta(days=1), TODAY, TODAY)


def test_all_refused_means_somebody_was_asked_and_nobody_is_left() -> None:
    assert are_all_refused([Status.REFUSED, Status.CANCELLED])
    for statuses in ([], [Status.CANCELLED], [Status.REFUSED, Status.OFFERED], [Status.SIGNED]):
        assert not are_all_refused(statuses)


def test_a_request_is_signed_once_every_order_that_counts_is() -> None:
    assert are_signed([Status.SIGNED, Status.REFUSED, Status.CANCELLED])
    for statuses in ([], [Status.REFUSED], [Status.SIGNED, Status.DONE]):
        assert not are_signed(statuses)
