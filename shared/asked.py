"""What an address asks for, as text: what can't be meant counts as not asked for."""

from __future__ import annotations

from typing import Final
from uuid import UUID

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 9998


def number_in(text: str, digits: int = 5) -> int | None:
    """A whole number of at most so many digits; None for anything else."""
    known = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if known else None


def year_in(text: str, otherwise: int, last: int = LAST_YEAR) -> int:
    """The year that the text names; `otherwise` where it names none from 1900 to `last`."""
    year = number_in(text, 4)
    return year if year is not None and FIRST_YEAR <= year <= last else otherwise


def uuid_in(text: str) -> UUID | None:
    """A UUID in any spelling that Python reads; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
