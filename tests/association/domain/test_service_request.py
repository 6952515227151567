"""What the association may do with a request that a center passed up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from association.domain.service_request import is_over, may_pass, route
from shared.domain.custody import Custody
from shared.domain.passage import Desk, Passage
from shared.domain.service_request import Status
from shared.errors import ConflictError

FIRST, HOME, OTHER = "station:1", "center:1", "center:2"
DESK = Desk("association:1", frozenset({HOME, OTHER}), is_association=True)
HERE = Passage(FIRST, Status.ESCALATED, DESK.own, Custody(1, 0))
WHY = "二中心有会修的人"


def test_it_goes_to_another_center_and_never_back_to_the_one_that_passed_it_up() -> None:
    routed = route(HERE, DESK, OTHER, WHY, HOME)
    assert (routed.holder, routed.custody) == (OTHER, Custody(2, 0))
    with pytest.raises(ConflictError) as refused:
        route(HERE, DESK, HOME, WHY, HOME)
    assert refused.value.code == "service_request.own_center"


def test_nothing_is_left_to_ask_for_once_it_ended_or_is_back() -> None:
    assert not is_over(HERE)
    assert is_over(replace(HERE, holder=FIRST)) and is_over(replace(HERE, holder=None))


def test_a_contact_goes_on_only_to_who_accepted_it_under_that_very_number() -> None:
    taken = replace(HERE, holder=OTHER, custody=Custody(2, 3))
    assert may_pass(taken, Custody(2, 3), ("station:9", "station:9"))
    assert not may_pass(taken, Custody(2, 2), ("station:9", "station:9"))
    assert not may_pass(taken, Custody(2, 3), ("station:9", "station:8"))
