"""Card numbers and who may have one."""

from __future__ import annotations

from datetime import date

import pytest

from association.domain.card import (
    batch_number,
    check_wanted,
    number,
    reissue_reason,
    revocation_reason,
)
from shared.domain.card import Loss, Status
from shared.errors import ConflictError, InvalidError


def test_numbers_have_five_digits_and_grow_past_them() -> None:
    assert number("13", 2025, 1) == "13-2025-00001"
    assert number("13", 2025, 123456) == "13-2025-123456"


def test_who_has_neither_card_nor_left_gets_one() -> None:
    check_wanted(None, None)


def test_a_second_card_beside_a_valid_one_is_refused() -> None:
    with pytest.raises(ConflictError, match=r"card\.already_valid"):
        check_wanted("13-2025-00001", None)


def test_who_left_gets_none() -> None:
    with pytest.raises(ConflictError, match=r"card\.volunteer_left"):
        check_wanted(None, date(2025, 3, 1))


def test_a_batch_has_a_number_of_its_own() -> None:
    assert batch_number("13", 2025, 4) == "13-P2025-004"


@pytest.mark.parametrize(
    ("loss", "reason", "words"),
    [
        (Loss.LOST, "", "遗失补发。"),
        (Loss.STOLEN, "", "被盗补发。"),
        (Loss.DAMAGED, " ", "损坏换发。"),
        (Loss.CHANGED, "", "姓名或照片变更换发。"),
        (None, " 照片印错 ", "照片印错"),
        (Loss.LOST, "照片印错", "照片印错"),
    ],
)
def test_a_card_is_replaced_for_what_was_reported_or_said(
    loss: Loss | None, reason: str, words: str
) -> None:
    assert reissue_reason(Status.VALID, loss, reason) == words


def test_a_card_that_nobody_reported_is_not_replaced_without_a_word() -> None:
    with pytest.raises(InvalidError, match=r"card\.reason_missing"):
        reissue_reason(Status.VALID, None, " ")


def test_a_card_is_revoked_with_a_reason() -> None:
    assert revocation_reason(Status.VALID, " 冒用 ") == "冒用"
    with pytest.raises(InvalidError, match=r"card\.reason_missing"):
        revocation_reason(Status.VALID, "  ")


@pytest.mark.parametrize("ended", [Status.REPLACED, Status.REVOKED])
def test_a_card_ends_once(ended: Status) -> None:
    with pytest.raises(ConflictError, match=r"card\.not_valid"):
        reissue_reason(ended, Loss.LOST, "")
    with pytest.raises(ConflictError, match=r"card\.not_valid"):
        revocation_reason(ended, "冒用")
