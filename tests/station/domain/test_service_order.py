"""What a station offers and what was done; a request follows its orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from shared.domain.service_order import Assignee
from shared.domain.service_order import Status as Order
from shared.domain.service_request import NEXT, Status
from shared.errors import ConflictError, InvalidError
from station.domain.service_order import (
    LONGEST_MESSAGE,
    LONGEST_TEXT,
    Done,
    Offer,
    Part,
    check_offer,
    check_offerable,
    check_parts,
    following,
    is_related,
    visit_time,
)

A, B, C = (UUID(int=n) for n in (1, 2, 3))
TODAY = date(2025, 2, 3)
OFFER = Offer(Assignee(volunteer=A))
DONE = Done(TODAY, "换阀芯", "建设路", (Part(A, "08:00", "10:00"),))


@pytest.mark.parametrize(
    ("status", "orders", "after"),
    [
        (Status.DISPATCHED, {Order.OFFERED}, None),
        (Status.DISPATCHED, {Order.REFUSED, Order.ACCEPTED}, None),
        (Status.DISPATCHED, {Order.DONE, Order.ACCEPTED}, None),
        (Status.DISPATCHED, {Order.DISPUTED}, None),
        (Status.DISPATCHED, {Order.DONE}, Status.DONE),
        (Status.DISPATCHED, {Order.SIGNED, Order.REFUSED}, Status.DONE),
        (Status.DISPATCHED, {Order.REFUSED}, Status.ACCEPTED),
        (Status.DISPATCHED, {Order.CANCELLED}, Status.ACCEPTED),
        (Status.DONE, {Order.DONE, Order.SIGNED}, None),
        (Status.DONE, {Order.DISPUTED, Order.SIGNED}, Status.DISPATCHED),
        (Status.DONE, {Order.SIGNED, Order.CANCELLED}, Status.CLOSED),
        (Status.DONE, {Order.CANCELLED}, Status.DISPATCHED),
        (Status.RECEIVED, {Order.SIGNED}, None),
        (Status.CLOSED, {Order.DISPUTED}, None),
    ],
)
def test_a_request_follows_its_orders(
    status: Status, orders: set[Order], after: Status | None
) -> None:
    assert following(status, orders) is after
    assert after is None or after in NEXT[status]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"visit_on": date(2025, 2, 2)}, "day_gone"),
        ({"start": "09:00"}, "hours_without_day"),
        ({"end": "09:00"}, "hours_without_day"),
        ({"visit_on": TODAY, "start": "10:00", "end": "10:00"}, "ends_before_start"),
        ({"message": "长" * (LONGEST_MESSAGE + 1)}, "long_message"),
    ],
)
def test_an_offer_that_nobody_could_keep_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidError, match=rf"service_order\.{code}"):
        check_offer(replace(OFFER, **changes), TODAY)


def test_an_offer_says_as_much_of_the_time_as_is_known() -> None:
    check_offer(OFFER, TODAY)
    check_offer(replace(OFFER, visit_on=TODAY, start="09:00", end="10:00"), TODAY)
    assert [visit_time("09:00", "10:00"), visit_time("09:00", ""), visit_time("", "")] == [
        "09:00–10:00",
        "09:00",
        "",
    ]


@pytest.mark.parametrize("status", [*Status])
def test_orders_are_made_for_what_was_accepted_alone(status: Status) -> None:
    if status in (Status.ACCEPTED, Status.DISPATCHED):
        check_offerable(status)
        return
    with pytest.raises(ConflictError, match=r"service_order\.request_not_open"):
        check_offerable(status)


def test_those_who_came_are_told_once_each() -> None:
    check_parts(DONE, [A, B])
    part = DONE.parts[0]
    for parts in ((), (part, part), (replace(part, volunteer=C),)):
        with pytest.raises(InvalidError, match=r"service_order\.other_people"):
            check_parts(replace(DONE, parts=parts), [A, B])


@pytest.mark.parametrize("name", ["content", "place"])
@pytest.mark.parametrize("text", ["", "  ", "长" * (LONGEST_TEXT + 1)])
def test_it_is_said_what_was_done_and_where(name: str, text: str) -> None:
    with pytest.raises(InvalidError, match=r"service_order\.text_form"):
        check_parts(replace(DONE, **{name: text}), [A])


def test_the_requester_and_their_household_are_related() -> None:
    assert is_related(A, "", A, "")
    assert is_related(A, "13812346021", None, "13812346021")
    assert not is_related(A, "", None, "")
    assert not is_related(A, "13812346021", B, "13812340000")
