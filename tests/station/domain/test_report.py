"""What a station may do with its month, from closing to the center's word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.errors import ConflictError, InvalidError
from station.domain.report import (
    PAPER,
    SYSTEM,
    UNLOCK_REFUSED,
    Signature,
    channel_of,
    check_over,
    close,
    decide,
    seal,
)

PLAIN = Signature("小结", no_photo_reason="没有照片")
REASONED = Signature("小结", photos=("0f" * 32,), reason="补一条")
JANUARY = Month(2025, 1)


def test_closing_waits_for_the_certifiers() -> None:
    for status in (Status.OPEN, Status.RETURNED, Status.UNLOCKED):
        assert close(status, 0) is Status.CLOSED
        with pytest.raises(ConflictError, match="records_waiting"):
            close(status, 1)
    for status in (Status.CLOSED, Status.SEALED, Status.ACCEPTED):
        with pytest.raises(ConflictError, match="not_movable"):
            close(status, 0)


def test_signing_takes_a_closed_or_returned_month_and_an_accepted_one_needs_the_unlock() -> None:
    for status in (Status.CLOSED, Status.RETURNED):
        assert seal(status, PLAIN, 0, is_amendment=False) is Status.SEALED
    with pytest.raises(ConflictError, match="needs_unlock"):
        seal(Status.ACCEPTED, REASONED, 0, is_amendment=True)
    with pytest.raises(ConflictError, match="records_waiting"):
        seal(Status.CLOSED, PLAIN, 2, is_amendment=False)
    with pytest.raises(ConflictError, match="not_movable"):
        seal(Status.OPEN, PLAIN, 0, is_amendment=False)


def test_an_amendment_says_why() -> None:
    for status in (Status.SEALED, Status.REPORTED, Status.UNLOCKED, Status.CLOSED):
        assert seal(status, REASONED, 0, is_amendment=True) is Status.SEALED
        with pytest.raises(InvalidError, match="needs_reason"):
            seal(status, PLAIN, 0, is_amendment=True)


def test_a_signature_has_a_summary_and_a_photo_or_the_reason_for_none() -> None:
    for signature, code in (
        (Signature(" ", no_photo_reason="无"), "needs_summary"),
        (Signature("小结"), "needs_photo"),
        (Signature("小结", no_photo_reason=" "), "needs_photo"),
        (Signature("小结", photos=("0f" * 32,), captions={"0f" * 32: " "}), "needs_photo"),
    ):
        with pytest.raises(InvalidError, match=code):
            seal(Status.CLOSED, signature, 0, is_amendment=False)


def test_the_centers_word_shows_that_the_month_was_reported() -> None:
    for status in (Status.SEALED, Status.REPORTED):
        assert decide(status, "accepted") is Status.ACCEPTED
        assert decide(status, "returned") is Status.RETURNED
    assert decide(Status.ACCEPTED, "unlocked") is Status.UNLOCKED
    assert decide(Status.ACCEPTED, UNLOCK_REFUSED) is Status.ACCEPTED
    with pytest.raises(ConflictError, match="not_movable"):
        decide(Status.CLOSED, "accepted")


def test_a_month_is_over_at_midnight_in_shanghai() -> None:
    check_over(JANUARY, JANUARY.ends)
    with pytest.raises(ConflictError, match="not_over"):
        check_over(JANUARY, JANUARY.ends - timedelta(seconds=1))


def test_paper_months_end_before_the_opening_while_the_door_is_open() -> None:
    opened = date(2025, 2, 10)
    assert channel_of(JANUARY, opened, door_closed=False) == PAPER
    assert channel_of(Month(2025, 2), opened, door_closed=False) == SYSTEM
    assert channel_of(Month(2025, 2), opened, door_closed=True) == SYSTEM
    assert channel_of(JANUARY, None, door_closed=True) == SYSTEM
    with pytest.raises(ConflictError, match="door_closed"):
        channel_of(JANUARY, opened, door_closed=True)
