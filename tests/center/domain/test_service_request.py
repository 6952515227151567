"""What a center may do with a request, of its own station and of another center's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from center.domain.service_request import (
    closing,
    decides,
    decline,
    escalate,
    give_back,
    is_at_base,
    is_own,
    may_pass,
    route,
    take_over,
)
from shared.domain import passage
from shared.domain.custody import Custody
from shared.domain.passage import Desk, Passage
from shared.domain.service_request import Status
from shared.errors import ConflictError, ForbiddenError, RefusalError

FIRST, SISTER, ELSEWHERE = "station:1", "station:2", "station:9"
DESK = Desk("center:1", frozenset({FIRST, SISTER}))
HERE = Passage(FIRST, Status.ESCALATED, DESK.own, Custody(0, 1))
GIVEN = Passage(ELSEWHERE, Status.ROUTED, DESK.own, Custody(2, 0))
WHY = "本站没有会修的人"


def code_of(refused: pytest.ExceptionInfo[RefusalError]) -> str:
    return refused.value.code


def test_it_is_routed_to_a_station_that_still_works() -> None:
    routed = route(HERE, DESK, SISTER, WHY, {FIRST, SISTER})
    assert (routed.holder, routed.custody) == (SISTER, Custody(0, 2))
    with pytest.raises(ConflictError) as refused:
        route(HERE, DESK, SISTER, WHY, {FIRST})
    assert code_of(refused) == "service_request.station_closed"
    with pytest.raises(ConflictError) as refused:
        route(HERE, DESK, "station:8", WHY, {FIRST, SISTER})
    assert code_of(refused) == "passage.not_routable"


def test_it_decides_on_its_own_until_it_passes_them_up_or_the_station_has_them_again() -> None:
    assert is_own(HERE, DESK) and decides(HERE, DESK)
    assert not decides(escalate(HERE, DESK, "association:1", WHY), DESK)
    assert not decides(replace(HERE, holder=FIRST), DESK)
    assert not is_own(GIVEN, DESK) and not decides(GIVEN, DESK)


def test_what_the_association_gave_is_given_back_and_neither_declined_nor_passed_up() -> None:
    back = give_back(GIVEN, DESK, WHY)
    assert (back.status, back.holder, back.custody) == (Status.RETURNED, None, Custody(2, 0))
    for act in (
        lambda: decline(GIVEN, DESK, WHY),
        lambda: escalate(GIVEN, DESK, "association:1", WHY),
    ):
        with pytest.raises(ForbiddenError) as refused:
            act()
        assert code_of(refused) == "service_request.of_other_center"
    with pytest.raises(ConflictError) as refused:
        give_back(HERE, DESK, WHY)
    assert code_of(refused) == "passage.own_request"
    assert decline(HERE, DESK, WHY).status is Status.DECLINED


def test_a_base_takes_it_and_what_it_cannot_do_is_routed_again() -> None:
    taken = take_over(HERE, DESK, "")
    assert (taken.status, taken.holder, taken.custody) == (Status.ROUTED, DESK.own, Custody(0, 2))
    assert take_over(GIVEN, DESK, "") == GIVEN
    assert not is_at_base(taken, DESK) and not is_at_base(HERE, DESK)
    served = passage.serve(taken, DESK.own, Status.ACCEPTED)
    assert is_at_base(served, DESK) and not is_at_base(replace(served, holder=SISTER), DESK)
    back = give_back(served, DESK, WHY)
    assert (back.status, back.holder, back.custody) == (Status.RETURNED, DESK.own, Custody(0, 3))
    with pytest.raises(ForbiddenError):
        take_over(replace(served, holder=SISTER), DESK, "")


def test_the_association_says_that_it_is_over() -> None:
    passed = escalate(HERE, DESK, "association:1", WHY)
    back = closing(passed, "taken_back", FIRST, Custody(2, 0))
    assert (back.status, back.holder, back.passed_up) == (Status.RECEIVED, FIRST, False)
    lost = closing(GIVEN, "rerouted", "center:3", Custody(3, 0))
    assert (lost.status, lost.holder) == (Status.ROUTED, "center:3")


def test_a_contact_goes_on_only_to_who_accepted_it_and_has_it_still() -> None:
    taken = replace(HERE, status=Status.ACCEPTED, holder=SISTER)
    assert may_pass(taken, Custody(0, 1), (SISTER, SISTER))
    assert not may_pass(taken, Custody(0, 1), (SISTER, FIRST))
    assert not may_pass(taken, Custody(0, 1), (None, SISTER))
    assert not may_pass(taken, Custody(0, 0), (SISTER, SISTER))
