"""What a station promises residents."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.promise import Closing
from shared.errors import InvalidError
from station.domain.promise import Offer, check_closing, checked

TODAY = date(2025, 2, 3)


def test_an_offer_stands_without_spaces_and_slashes() -> None:
    given = Offer(2, 4, " 0315-288 1234 ", " https://yigong.example/zhan/ ")
    assert checked(given) == Offer(2, 4, "03152881234", "https://yigong.example/zhan")
    assert checked(Offer(1, 3)) == Offer(1, 3)


@pytest.mark.parametrize(
    "offer",
    [
        Offer(0, 3),
        Offer(1, 61),
        Offer(1, 3, keep_days=6),
        Offer(1, 3, keep_days=366),
        Offer(1, 3, phone="打我电话"),
        Offer(1, 3, reach="yigong.example"),
        Offer(1, 3, reach="javascript:alert(1)"),
        Offer(1, 3, reach="https://"),
        Offer(1, 3, reach="https://a:b@yigong.example"),
        Offer(1, 3, reach="https://yigong.example/?a=1"),
        Offer(1, 3, reach="https://yigong.example/#a"),
        Offer(1, 3, reach="https://[yigong"),
        Offer(1, 3, reach="https://yigong.example/" + "a" * 200),
    ],
)
def test_what_nobody_can_keep_or_reach_is_refused(offer: Offer) -> None:
    with pytest.raises(InvalidError):
        checked(offer)


def test_a_closing_that_is_over_is_refused() -> None:
    last = Closing(date(2025, 2, 1), TODAY)
    assert check_closing(last, TODAY) is last
    with pytest.raises(InvalidError):
        check_closing(Closing(date(2025, 2, 1), date(2025, 2, 2)), TODAY)
