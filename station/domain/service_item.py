"""What a station adds to the plan's catalogue: codes of its own, names of its districts."""

from __future__ import annotations

from typing import Final

from shared.errors import InvalidError

LONGEST_DISTRICT: Final = 60


def own_code(place: int) -> str:
    """The code of an item that a station adds without giving one: own_20."""
    return f"own_{place}"


def district_name(text: str) -> str:
    """A district's name without outer spaces; refuses none and too long a one."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_DISTRICT:
        raise InvalidError("district.name_form", most=LONGEST_DISTRICT, field="name")
    return name
