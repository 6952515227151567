"""Acts on many at once."""

from __future__ import annotations

from uuid import UUID

import pytest

from association.domain.bulk import MOST, Result, checked
from shared.errors import ConflictError, InvalidError

A, B = UUID(int=1), UUID(int=2)


def test_ids_count_once_and_keep_their_order() -> None:
    assert checked([B, A, B], 2) == [B, A]


def test_a_count_that_differs_is_refused_with_what_was_found() -> None:
    with pytest.raises(InvalidError) as caught:
        checked([A, B], 3)
    assert caught.value.code == "bulk.count_differs"
    assert caught.value.values["found"] == 2


def test_more_than_a_database_takes_at_once_is_refused() -> None:
    ids = [UUID(int=number) for number in range(MOST + 1)]
    assert checked(ids[:-1], MOST) == ids[:-1]
    with pytest.raises(InvalidError, match=r"bulk\.too_many"):
        checked(ids, MOST + 1)


def test_a_refused_row_carries_code_and_values() -> None:
    row = Result.refused(A, ConflictError("card.already_valid", number="13-2025-00001"))
    assert (row.outcome, row.code) == ("refused", "card.already_valid")
    assert row.values == {"number": "13-2025-00001"}
