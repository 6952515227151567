"""What a stranger is told of a card or certificate."""

from dataclasses import replace
from datetime import date

import pytest

from association.domain.verification import (
    Issued,
    State,
    Verification,
    forged,
    is_certificate,
    tell,
    typed_number,
)
from shared.domain.card import Status

DAY = date(2025, 1, 6)
CARD = Issued("card", "13-2025-00001", DAY, Status.VALID, "郑小芳", "实验小学")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("13-2025-00001", "13-2025-00001"),
        (" １３—２０２５－０００01 ", "13-2025-00001"),
        ("13 - s2025 - 00001", "13-S2025-00001"),
        ("ab-2025-00001", "ab-2025-00001"),
        ("x" * 50, "x" * 40),
        ("", ""),
    ],
)
def test_a_typed_number_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert typed_number(typed) == meant


def test_a_certificates_number_has_an_s_before_its_year() -> None:
    assert is_certificate("13-S2025-00001")
    assert not is_certificate("13-2025-00001")
    assert not is_certificate("S1-2025-00001")
    assert not is_certificate("")


def test_a_stranger_sees_state_masked_name_and_station() -> None:
    assert tell(CARD) == Verification(
        State.VALID, "card", "13-2025-00001", "郑*芳", "实验小学", DAY
    )


@pytest.mark.parametrize("status", list(Status))
def test_what_became_of_it_is_told(status: Status) -> None:
    assert tell(replace(CARD, status=status)).state == status


def test_a_certificate_says_year_and_star() -> None:
    issued = replace(CARD, kind="certificate", year=2025, star=2)
    told = tell(issued, DAY)
    assert (told.kind, told.year, told.star, told.signed) == ("certificate", 2025, 2, True)


def test_nothing_is_told_of_what_was_never_issued() -> None:
    assert tell(None) == Verification(State.UNKNOWN)
    assert tell(None, DAY) == Verification(State.UNKNOWN, signed=True)


def test_a_signature_over_another_day_speaks_of_something_else() -> None:
    assert tell(CARD, date(2025, 1, 7)) == Verification(State.UNKNOWN, signed=True)
    assert tell(CARD, DAY).signed is True


def test_a_forged_token_is_told_nothing() -> None:
    assert forged() == Verification(State.UNKNOWN, signed=False)
