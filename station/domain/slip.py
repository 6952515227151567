"""What stands in the QR code of a printed slip: which record, or service order, it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from shared.errors import InvalidError

RECORD: Final = "YG:R:"
ORDER: Final = "YG:O:"
DIGITS: Final = 32


def text_of(record: UUID) -> str:
    """37 signs of the small alphabet of QR codes: a small code that a telephone reads well."""
    return RECORD + record.hex.upper()


def order_text_of(order: UUID) -> str:
    """Likewise for a service order, whose records its people have yet to report."""
    return ORDER + order.hex.upper()


def record_of(text: str) -> UUID | None:
    """The record that a code names; None for any other code on the paper."""
    return _named(text, RECORD)


def order_of(text: str) -> UUID | None:
    """The order that a code names; None for any other code on the paper."""
    return _named(text, ORDER)


def one_record(texts: Iterable[str]) -> UUID | None:
    """The one that the codes on a photo name; refuses a photo of several slips."""
    return _only(record_of(text) for text in texts)


def one_order(texts: Iterable[str]) -> UUID | None:
    """The one order that the codes on a photo name; likewise."""
    return _only(order_of(text) for text in texts)


def _named(text: str, kind: str) -> UUID | None:
    said = text.strip().upper()
    digits = said.removeprefix(kind)
    if digits == said or len(digits) != DIGITS:
        return None
    try:
        return UUID(hex=digits)
    except ValueError:
        return None


def _only(named: Iterable[UUID | None]) -> UUID | None:
    found = {one for one in named if one is not None}
    if len(found) > 1:
        raise InvalidError("photo.several_slips", field="file", count=len(found))
    return next(iter(found), None)
