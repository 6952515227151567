"""Certificates of a year's star, one A4 page each, to be verified by QR and number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from shared.documents import pdf, qr

TEMPLATE = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True)
class StarCertificate:
    """`star` is 1 to 3, as decided; `points` and `hours` (left out where None) are the year's.

    `code` is what the QR says; `issued_on` stands under the association's name.
    """

    name: str
    year: int
    star: int
    points: int
    number: str
    association: str
    issued_on: date
    code: str
    hours: int | None = None


def print_star_certificates(certificates: Iterable[StarCertificate]) -> bytes:
    """A PDF with a page for each, in the given order."""
    pages = [asdict(it) | {"code": qr.svg(it.code)} for it in certificates]
    return pdf.render(TEMPLATE, {"certificates": pages})
