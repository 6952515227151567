"""Card numbers and who may have one."""

from __future__ import annotations

from datetime import date

import pytest

from association.domain.card import check_wanted, number
from shared.errors import ConflictError


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
