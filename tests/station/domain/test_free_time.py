"""Free times as people write them."""

from __future__ import annotations

import pytest

from shared.errors import InvalidError
from station.domain.free_time import (
    Part,
    Slot,
    checked,
    free_times,
    from_texts,
    to_texts,
    week,
)


@pytest.mark.parametrize(
    ("written", "slots"),
    [
        ("周六上午", ["6-morning"]),
        ("星期六 上午", ["6-morning"]),
        ("周三、周五下午", ["3-afternoon", "5-afternoon"]),
        ("周三上午、下午", ["3-afternoon", "3-morning"]),
        ("工作日晚上", ["1-evening", "2-evening", "3-evening", "4-evening", "5-evening"]),
        ("周日", ["7-afternoon", "7-evening", "7-morning"]),
        ("周六白天", ["6-afternoon", "6-morning"]),
        ("无", []),
        (None, []),
    ],
)
def test_slots_are_weekdays_and_parts_of_the_day(written: str | None, slots: list[str]) -> None:
    found = free_times(written)
    assert [str(slot) for slot in found.slots] == slots
    assert found.unread == ()


def test_a_weekend_is_two_whole_days() -> None:
    assert free_times("周末").slots == tuple(
        sorted(Slot(day, part) for day in (6, 7) for part in Part)
    )


def test_what_is_not_understood_is_kept_in_words() -> None:
    found = free_times("周六上午、放假时")
    assert (len(found.slots), found.unread) == (1, ("放假时",))


def test_slots_and_unread_words_are_kept_as_texts() -> None:
    found = free_times("周六上午、放假时")
    assert to_texts(found) == ["6-morning", "放假时"]
    assert from_texts(to_texts(found)) == found


def test_a_part_alone_before_any_day_says_nothing() -> None:
    assert free_times("上午").slots == ()


def test_the_grid_has_seven_days_of_three_parts_ticked_as_the_texts_say() -> None:
    grid = week(["6-morning", "1-evening", "放假时"])
    assert [day.weekday for day in grid] == [1, 2, 3, 4, 5, 6, 7]
    assert grid[0].parts == (("1-morning", False), ("1-afternoon", False), ("1-evening", True))
    ticked = [text for day in grid for text, free in day.parts if free]
    assert ticked == ["1-evening", "6-morning"]


def test_ticks_come_back_in_order_and_words_are_kept_beside() -> None:
    assert checked(["7-evening", " 放假  时 ", "1-evening", "1-morning", "1-evening", " "]) == [
        *("1-morning", "1-evening", "7-evening", "放假 时"),
    ]
    assert checked([]) == []
    everything = [text for day in week([]) for text, _ in day.parts]
    assert checked(reversed(everything)) == everything


@pytest.mark.parametrize("texts", [["长" * 61], [f"第{n}周" for n in range(11)]])
def test_too_many_or_too_long_words_are_refused(texts: list[str]) -> None:
    with pytest.raises(InvalidError, match="words_form"):
        checked(texts)
