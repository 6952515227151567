"""Which requests may be one and the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from station.domain.request_double import WITHIN, Likeness, Marks, likenesses

AT = datetime(2025, 2, 3, 1, tzinfo=UTC)
ONE = Marks("p", "a", "repair", uuid4(), AT)


def test_all_that_two_share_is_said_in_order() -> None:
    assert likenesses(ONE, ONE) == (Likeness.PHONE, Likeness.ADDRESS, Likeness.ITEM)


@pytest.mark.parametrize(
    ("changed", "lost"),
    [
        ({"phone": "q"}, Likeness.PHONE),
        ({"address": "b"}, Likeness.ADDRESS),
        ({"item": "errand"}, Likeness.ITEM),
        ({"district": uuid4()}, Likeness.ITEM),
        ({"at": AT + WITHIN + timedelta(seconds=1)}, Likeness.ITEM),
        ({"at": AT - WITHIN - timedelta(seconds=1)}, Likeness.ITEM),
    ],
)
def test_what_differs_is_not_shared(changed: dict[str, object], lost: Likeness) -> None:
    assert lost not in likenesses(ONE, replace(ONE, **changed))


def test_fourteen_days_are_near_enough() -> None:
    assert Likeness.ITEM in likenesses(ONE, replace(ONE, at=AT + WITHIN))


@pytest.mark.parametrize("blank", ["phone", "address"])
def test_blanks_are_alike_nobody(blank: str) -> None:
    one = replace(ONE, **{blank: ""})
    assert Likeness(blank) not in likenesses(one, one)


@pytest.mark.parametrize("missing", ["item", "district"])
def test_without_item_or_district_nothing_is_said_of_them(missing: str) -> None:
    one = replace(ONE, **{missing: None})
    assert Likeness.ITEM not in likenesses(one, one)
