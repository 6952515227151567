"""What the center may do with a registration, and with the paper's decision."""

from dataclasses import replace
from datetime import date

import pytest

from center.domain.registration import Claim, confirm, decide, is_newer, is_withdrawn
from shared.domain.registration import Status
from shared.errors import ConflictError, InvalidError
from tests.center.refusal import refused

CLAIM = Claim("approved", date(2024, 6, 1), date(2025, 1, 1), door_closed=False)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.LEFT, Status.DRAFT])
def test_a_newer_version_replaces_one_that_is_open(status: Status) -> None:
    assert is_newer(status, 1, 2)


def test_the_same_or_an_older_version_changes_nothing() -> None:
    assert not is_newer(Status.SUBMITTED, 2, 2)
    assert not is_newer(Status.APPROVED, 2, 1)


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED, Status.SUSPENDED])
def test_a_decided_registration_takes_no_new_version(status: Status) -> None:
    with refused(ConflictError, "registration.already_decided"):
        is_newer(status, 1, 2)


@pytest.mark.parametrize(
    ("status", "word", "after"),
    [
        (Status.SUBMITTED, "approved", Status.APPROVED),
        (Status.SUBMITTED, "returned", Status.RETURNED),
        (Status.SUBMITTED, "rejected", Status.REJECTED),
        (Status.APPROVED, "suspended", Status.SUSPENDED),
        (Status.SUSPENDED, "resumed", Status.APPROVED),
    ],
)
def test_each_word_moves_its_status(status: Status, word: str, after: Status) -> None:
    assert decide(status, word, 0) is after


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.SUSPENDED, "approved"),
        (Status.SUBMITTED, "resumed"),
        (Status.SUBMITTED, "suspended"),
        (Status.APPROVED, "approved"),
        (Status.REJECTED, "approved"),
    ],
)
def test_no_word_jumps(status: Status, word: str) -> None:
    with refused(ConflictError, "registration.not_movable"):
        decide(status, word, 0)


@pytest.mark.parametrize("word", ["approved", "returned", "rejected", "suspended"])
def test_what_its_station_took_back_is_not_decided(word: str) -> None:
    with refused(ConflictError, "registration.withdrawn"):
        decide(Status.DRAFT, word, 0)


def test_a_station_takes_back_what_waits_and_nothing_else() -> None:
    assert is_withdrawn(Status.SUBMITTED, 2, 2)
    assert not is_withdrawn(Status.SUBMITTED, 3, 2)
    for status in (Status.APPROVED, Status.RETURNED, Status.REJECTED, Status.DRAFT):
        assert not is_withdrawn(status, 2, 2)


def test_nobody_is_approved_while_another_carries_the_number() -> None:
    with refused(ConflictError, "registration.duplicate"):
        decide(Status.SUBMITTED, "approved", 1)
    assert decide(Status.SUBMITTED, "rejected", 1) is Status.REJECTED


def test_a_claim_gives_the_papers_word_and_day() -> None:
    assert confirm(CLAIM) == ("approved", date(2024, 6, 1))


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (replace(CLAIM, decision=None), "registration.no_claim"),
        (replace(CLAIM, decided_on=None), "registration.no_claim"),
        (replace(CLAIM, opened_on=None), "station.no_profile"),
        (replace(CLAIM, door_closed=True), "registration.paper_door_closed"),
    ],
)
def test_what_is_no_claim_any_more_is_refused(claim: Claim, code: str) -> None:
    with refused(ConflictError, code):
        confirm(claim)


def test_a_decision_of_the_opening_day_is_no_paper_claim() -> None:
    with refused(InvalidError, "registration.claim_not_before_opening"):
        confirm(replace(CLAIM, decided_on=date(2025, 1, 1)))
