"""Who fits: category first, then specialty, then a free time; the first obstacle is said."""

from __future__ import annotations

import pytest

from shared.domain.fit import Offer, Task, Unfit, free_slots, obstacle
from shared.domain.service_item import by_code
from shared.domain.service_record import Category

REPAIR = Task(Category.CONVENIENCE, by_code("repair"), ("3-afternoon",))
OTHER, CONVENIENCE = frozenset({Category.KEY_WORK}), frozenset({Category.CONVENIENCE})


@pytest.mark.parametrize(
    ("offer", "found"),
    [
        (Offer(OTHER, ("水电",), ("3-afternoon",)), Unfit.OTHER_CATEGORY),
        (Offer(CONVENIENCE, ("书法",), ("3-afternoon",)), Unfit.NO_SKILL),
        (Offer(CONVENIENCE, ("水电",), ("有空就行",)), Unfit.NO_FREE_TIME),
        (Offer(CONVENIENCE, ("水电",), ("4-morning",)), Unfit.NOT_FREE),
        (Offer(CONVENIENCE, ("水电",), ("4-morning", "3-afternoon")), None),
    ],
)
def test_the_first_obstacle_is_said(offer: Offer, found: Unfit | None) -> None:
    assert obstacle(REPAIR, offer) is found


def test_what_asks_no_specialty_and_no_time_asks_for_the_category_alone() -> None:
    assert obstacle(Task(Category.CONVENIENCE), Offer(CONVENIENCE)) is None
    assert obstacle(Task(Category.CONVENIENCE, by_code("errand")), Offer(CONVENIENCE)) is None


def test_free_slots_stand_in_the_order_of_the_week() -> None:
    free = ("6-evening", "6-morning", "有空", "2-morning")
    assert free_slots(("2026-11-07", "2-morning"), free) == ("2-morning", "6-morning", "6-evening")
