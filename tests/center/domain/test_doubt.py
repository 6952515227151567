"""What makes an officer look twice at a registration."""

from __future__ import annotations

from dataclasses import replace

import pytest

from center.domain.doubt import Applicant, Doubt, doubts
from shared.domain.registration import Status

PLAIN = Applicant(health=True, conduct=True, consents_to_data=True)


def test_a_plain_registration_raises_no_doubt() -> None:
    assert doubts(PLAIN) == ()


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED, Status.SUSPENDED])
def test_whoever_waits_or_serves_under_the_same_number_does(status: Status) -> None:
    assert doubts(replace(PLAIN, others=[status])) == (Doubt.DUPLICATE,)


@pytest.mark.parametrize("status", [Status.RETURNED, Status.LEFT])
def test_a_returned_or_former_one_of_the_same_number_does_not(status: Status) -> None:
    assert doubts(replace(PLAIN, others=[status])) == ()


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"transfer_asked": True}, Doubt.TRANSFER),
        ({"others": [Status.REJECTED]}, Doubt.REJECTED_BEFORE),
        ({"health": False}, Doubt.HEALTH),
        ({"conduct": False}, Doubt.CONDUCT),
        ({"consents_to_data": False}, Doubt.CONSENT),
    ],
)
def test_each_fact_raises_its_own(change: dict[str, object], doubt: Doubt) -> None:
    assert doubts(replace(PLAIN, **change)) == (doubt,)


def test_several_stand_in_order_of_their_weight() -> None:
    found = doubts(Applicant(False, False, False, [Status.REJECTED, Status.APPROVED], True))
    assert found == tuple(Doubt)
