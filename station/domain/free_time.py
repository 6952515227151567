"""Weekly free times as people write them: 周六上午, 工作日晚上, 周末; and as a week's grid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.errors import InvalidError
from station.domain import cell
from station.domain.cell import Cell
from station.domain.word import LONGEST


class Part(StrEnum):
    """Of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, order=True)
class Slot:
    """A part of a weekday, 1 is Monday."""

    weekday: int
    part: Part

    def __str__(self) -> str:
        return f"{self.weekday}-{self.part}"


@dataclass(frozen=True)
class Day:
    """A row of the grid: the weekday, and each part's text with whether it is free."""

    weekday: int
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class FreeTimes:
    """The slots understood, in order, and the words that weren't."""

    slots: tuple[Slot, ...] = ()
    unread: tuple[str, ...] = ()


MOST_WORDS = 10
_NUMBERS = "一二三四五六日"
_DAYS: Final[Mapping[str, tuple[int, ...]]] = {
    **{f"周{sign}": (number,) for number, sign in enumerate(_NUMBERS, 1)},
    "周天": (7,),
    "周末": (6, 7),
    "双休日": (6, 7),
    "工作日": (1, 2, 3, 4, 5),
    "每天": (1, 2, 3, 4, 5, 6, 7),
    "随时": (1, 2, 3, 4, 5, 6, 7),
}
_PARTS: Final[Mapping[str, tuple[Part, ...]]] = {
    "上午": (Part.MORNING,),
    "下午": (Part.AFTERNOON,),
    "晚上": (Part.EVENING,),
    "晚间": (Part.EVENING,),
    "白天": (Part.MORNING, Part.AFTERNOON),
    "全天": tuple(Part),
}
_SLOT = re.compile(f"([1-7])-({'|'.join(Part)})")
_SPLIT = re.compile(r"[、,;/和及]+")
_WORDS = re.compile(f"({'|'.join(_DAYS)})?({'|'.join(_PARTS)})?")


def free_times(value: Cell) -> FreeTimes:
    """Read a cell; a day without a part takes the next part named after it, else the whole day."""
    slots: set[Slot] = set()
    waiting: list[int] = []
    days: tuple[int, ...] = ()
    unread = []
    for piece in _pieces(value):
        found = _WORDS.fullmatch(piece)
        if not found:
            unread.append(piece[:LONGEST])
            continue
        days = (*waiting, *_DAYS[found[1]]) if found[1] else (tuple(waiting) or days)
        waiting = [] if found[2] else list(days)
        slots |= {Slot(day, part) for part in _PARTS.get(found[2], ()) for day in days}
    slots |= {Slot(day, part) for day in waiting for part in Part}
    return FreeTimes(tuple(sorted(slots)), tuple(unread))


def to_texts(times: FreeTimes) -> list[str]:
    """As it is kept and travels: slots as `6-morning`, then the words that weren't understood."""
    return [*(str(slot) for slot in times.slots), *times.unread]


def from_texts(texts: Iterable[str]) -> FreeTimes:
    """Read what `to_texts` wrote."""
    slots, unread = [], []
    for text in texts:
        found = _SLOT.fullmatch(text)
        if found:
            slots.append(Slot(int(found[1]), Part(found[2])))
        else:
            unread.append(text)
    return FreeTimes(tuple(slots), tuple(unread))


def week(texts: Iterable[str]) -> tuple[Day, ...]:
    """Monday to Sunday × morning, afternoon, evening, ticked as the texts say; words are left."""
    free = set(from_texts(texts).slots)
    return tuple(
        Day(weekday, tuple((str(slot), slot in free) for slot in _slots(weekday)))
        for weekday in range(1, 8)
    )


def checked(texts: Iterable[str]) -> list[str]:
    """Ticks of the grid, and words beside it, in order and once each; refuses too many or long."""
    found = from_texts(texts)
    words = [" ".join(word.split()) for word in found.unread]
    words = list(dict.fromkeys(word for word in words if word))
    if len(words) > MOST_WORDS or any(len(word) > LONGEST for word in words):
        raise InvalidError(
            "free_time.words_form", most=MOST_WORDS, longest=LONGEST, field="free_times"
        )
    return to_texts(FreeTimes(tuple(sorted(set(found.slots), key=_in_week)), tuple(words)))


def _in_week(slot: Slot) -> tuple[int, int]:
    return slot.weekday, list(Part).index(slot.part)


def _slots(weekday: int) -> tuple[Slot, ...]:
    return tuple(Slot(weekday, part) for part in Part)


def _pieces(value: Cell) -> list[str]:
    written = cell.word(value).replace("星期", "周").replace("礼拜", "周")
    return [piece for piece in _SPLIT.split(written) if piece not in ("", "无")]
