"""What stands in the QR code of a printed service slip: which record it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from shared.errors import InvalidError

RECORD: Final = "YG:R:"
DIGITS: Final = 32


def text_of(record: UUID) -> str:
    """37 signs of the small alphabet of QR codes: a small code that a telephone reads well."""
    return RECORD + record.hex.upper()


def record_of(text: str) -> UUID | None:
    """The record that a code names; None for any other code on the paper."""
    said = text.strip().upper()
    digits = said.removeprefix(RECORD)
    if digits == said or len(digits) != DIGITS:
        return None
    try:
        return UUID(hex=digits)
    except ValueError:
        return None


def one_record(texts: Iterable[str]) -> UUID | None:
    """The one that the codes on a photo name; refuses a photo of several slips."""
    found = {record for text in texts if (record := record_of(text)) is not None}
    if len(found) > 1:
        raise InvalidError("photo.several_slips", field="file", count=len(found))
    return next(iter(found), None)
