"""What strangers may see of a name and a telephone: 郑*芳, 138****6021."""

from __future__ import annotations

from typing import Final
from unicodedata import category

STAR: Final = "*"
_PARTING: Final = frozenset("·•‧ -")
_MOBILE: Final = 11  # digits from which on the first three are shown too
_LANDLINE: Final = 7


def masked_name(name: str) -> str:
    """First and last sign, the others as stars; of two signs the first, of one none.

    A variation selector stays with its sign; what parts a name's words stands as it is.
    """
    signs = _signs(name)
    if len(signs) < 2:
        return STAR * len(signs)
    last = signs[-1] if len(signs) > 2 else STAR
    inner = [sign if sign in _PARTING else STAR for sign in signs[1:-1]]
    return "".join([signs[0], *inner, last])


def masked_phone(phone: str) -> str:
    """The last four digits, of eleven and more the first three too; of fewer than seven none."""
    places = [place for place, sign in enumerate(phone) if sign.isdigit()]
    first = 3 if len(places) >= _MOBILE else 0
    last = 4 if len(places) >= _LANDLINE else 0
    hidden = set(places[first : len(places) - last])
    return "".join(STAR if place in hidden else sign for place, sign in enumerate(phone))


def _signs(name: str) -> list[str]:
    signs: list[str] = []
    for char in name.strip():
        if signs and category(char).startswith("M"):
            signs[-1] += char
        else:
            signs.append(char)
    return signs
