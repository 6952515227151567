"""When a requester would like to be visited."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.wished_time import MOST, PARTS, checked, slots, weekly
from shared.errors import InvalidError

TODAY = date(2026, 11, 4)  # a Wednesday


def test_wishes_come_in_order_and_once_each() -> None:
    wishes = ["2026-11-05-evening", "6-evening", "6-morning", "2026-11-05-morning", "2026-11-05"]
    assert checked([*wishes, "6-evening"], TODAY) == (
        *("2026-11-05", "2026-11-05-morning", "2026-11-05-evening", "6-morning", "6-evening"),
    )
    assert checked([], TODAY) == ()
    assert checked(["2026-11-04"], TODAY) == ("2026-11-04",)


@pytest.mark.parametrize(
    "wish", ["", "周六", "8-morning", "0-morning", "6-night", "2026-13-01", "2026-11-05-noon"]
)
def test_other_words_are_refused(wish: str) -> None:
    with pytest.raises(InvalidError) as refused:
        checked([wish], TODAY)
    assert refused.value.code == "wished_time.bad"


def test_a_day_gone_by_and_more_than_a_week_s_parts_are_refused() -> None:
    with pytest.raises(InvalidError) as refused:
        checked(["2026-11-03"], TODAY)
    assert refused.value.code == "wished_time.past"
    everything = [f"{day}-{part}" for day in range(1, 8) for part in PARTS]
    assert len(checked(everything, TODAY)) == MOST
    with pytest.raises(InvalidError) as refused:
        checked([*everything, "2026-11-05"], TODAY)
    assert refused.value.code == "wished_time.too_many"


def test_days_become_the_week_s_slots_so_that_free_times_compare() -> None:
    assert slots(["2026-11-04-afternoon", "6-morning"]) == {"3-afternoon", "6-morning"}
    assert slots(["2026-11-08"]) == {"7-morning", "7-afternoon", "7-evening"}
    assert slots([]) == frozenset()


def test_of_free_times_only_the_slots_of_a_week_are_taken() -> None:
    assert weekly(["6-morning", "周末有空", "2026-11-04"]) == {"6-morning"}
