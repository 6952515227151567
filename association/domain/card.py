"""Who gets a card and which number it bears (domain.md part 2)."""

from __future__ import annotations

from datetime import date

from shared.errors import ConflictError


def number(association: str, year: int, running: int) -> str:
    """`<association code>-<year>-<running number>`, of five digits or as many as it takes."""
    return f"{association}-{year}-{running:05d}"


def check_wanted(valid_number: str | None, left_on: date | None) -> None:
    """Refuses a second card beside a valid one, and one for who has left."""
    if left_on is not None:
        raise ConflictError("card.volunteer_left", left_on=left_on)
    if valid_number is not None:
        raise ConflictError("card.already_valid", number=valid_number)
