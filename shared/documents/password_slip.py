"""Slips with one-time passwords, eight to an A4 page, to be cut and handed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from shared.account import LEAST_PASSWORD
from shared.documents import pdf, qr

TEMPLATE = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True)
class PasswordSlip:
    """What one person needs to sign in for the first time.

    `node` is the station's, center's or association's name. `address` is where the pages are: one
    that begins with http gets a QR code. `counter` is where a password is reset.
    """

    name: str
    node: str
    address: str
    login: str
    password: str
    counter: str = "工作人员处"


def print_password_slips(slips: Iterable[PasswordSlip]) -> bytes:
    """The PDF; it holds passwords in clear: send it to whoever prints it, keep no copy."""
    lines = [
        asdict(slip) | {"code": qr.svg(slip.address) if slip.address.startswith("http") else None}
        for slip in slips
    ]
    return pdf.render(TEMPLATE, {"slips": lines, "least": LEAST_PASSWORD})
