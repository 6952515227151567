"""Volunteers' cards, 85.6 × 54 mm (ISO 7810 ID-1), eight to a page of A4 with crop marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shared.documents import pdf, qr

TEMPLATE = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True)
class Card:
    """What a card shows; names and words as they are printed.

    `code` is what the QR says (the address of verification, signed); without `photo` a neutral
    box is printed. `phone` is the station's, for who finds the card.
    """

    name: str
    number: str
    station: str
    association: str
    code: str
    photo: bytes | None = None
    phone: str = ""


def print_cards(cards: Iterable[Card], *, backs: bool = False) -> bytes:
    """A4, eight cards a sheet; with `backs` each sheet's back follows, to turn on the long edge."""
    return pdf.render(TEMPLATE, _data(cards, backs=backs))


def _data(cards: Iterable[Card], *, backs: bool) -> dict[str, Any]:
    lines = [asdict(card) | {"code": qr.svg(card.code)} for card in cards]
    return {"cards": lines, "backs": backs}
