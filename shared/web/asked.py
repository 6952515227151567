"""Numbers in an address: one that can't be meant counts as not asked for."""

from __future__ import annotations

from typing import Final

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
