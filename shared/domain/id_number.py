"""The citizen's ID number by GB 11643: shape, birth date, check digit; no list of counties."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from shared.errors import InvalidError

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_EARLIEST = date(1900, 1, 1)


class Sex(StrEnum):
    """As the 17th place says."""

    FEMALE = "female"
    MALE = "male"


def normalise(text: object) -> str:
    """Full-width signs narrowed, all spaces removed, `x` as `X`.

    What isn't text (a number that Excel has spoilt) gives "", which no check passes.
    """
    if not isinstance(text, str):
        return ""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check(text: object, today: date) -> str:
    """The normalised number, or InvalidError `id_number.bad`; old 15-place numbers are refused."""
    number = normalise(text)
    if not _SHAPE.fullmatch(number) or not _is_born(number, today):
        raise InvalidError("id_number.bad", field="id_number")
    if number[17] != check_digit(number):
        raise InvalidError("id_number.bad", field="id_number")
    return number


def is_valid(text: object, today: date) -> bool:
    """Whether `check` passes it."""
    try:
        check(text, today)
    except InvalidError:
        return False
    return True


def check_digit(number: str) -> str:
    """The 18th place that belongs to the first 17."""
    total = sum(int(sign) * weight for sign, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _SIGNS[total % 11]


def birth_date(number: str) -> date:
    """The birth date in places 7 to 14 of a checked number."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex(number: str) -> Sex:
    """Odd in place 17 is male."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def last_four(number: str) -> str:
    """What pages may show, never beside the birth date."""
    return number[-4:]


def _is_born(number: str, today: date) -> bool:
    try:
        born = birth_date(number)
    except ValueError:
        return False
    return _EARLIEST <= born <= today
