"""When a requester would like to be visited: days and parts of days, or any time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from shared.errors import InvalidError

PARTS: Final = ("morning", "afternoon", "evening")
MOST: Final = 21
_WEEKLY = re.compile(f"[1-7]-(?:{'|'.join(PARTS)})")
_DATED = re.compile(f"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:-({'|'.join(PARTS)}))?")


def checked(texts: Iterable[str], today: date) -> tuple[str, ...]:
    """The wishes in order and once each: `6-morning`, `2026-11-04`, `2026-11-04-afternoon`.

    None is any time. Refuses other texts, days gone by, and more than a week has parts.
    """
    wishes = tuple(dict.fromkeys(texts))
    if len(wishes) > MOST:
        raise InvalidError("wished_time.too_many", most=MOST, field="wished")
    for wish in wishes:
        day = _day(wish)
        if day is not None and day < today:
            raise InvalidError("wished_time.past", field="wished")
    return tuple(sorted(wishes, key=_in_time))


def slots(wishes: Iterable[str]) -> frozenset[str]:
    """The wishes as slots of a week, comparable with free times; none: any time."""
    found: set[str] = set()
    for wish in wishes:
        day = _day(wish)
        if day is None:
            found.add(wish)
        else:
            part = wish[11:]
            found |= {f"{day.isoweekday()}-{one}" for one in ([part] if part else PARTS)}
    return frozenset(found)


def weekly(texts: Iterable[str]) -> frozenset[str]:
    """The slots of a week among free times as they are kept; what isn't understood is left out."""
    return frozenset(text for text in texts if _WEEKLY.fullmatch(text))


def _day(wish: str) -> date | None:
    """Its day; None where it is of every week."""
    if _WEEKLY.fullmatch(wish):
        return None
    found = _DATED.fullmatch(wish)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise InvalidError("wished_time.bad", field="wished") from None


def _in_time(wish: str) -> tuple[str, int]:
    head, _, part = wish.rpartition("-")
    return (head, PARTS.index(part)) if part in PARTS else (wish, -1)
