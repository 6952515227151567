"""A volunteer's move to another station: its life cycle (domain.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """From the new station's question to the old one's sealed file."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    COMPLETED = "completed"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.ASKED: frozenset({Status.APPROVED, Status.REFUSED}),
    Status.APPROVED: frozenset({Status.COMPLETED}),
}
