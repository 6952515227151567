"""A volunteer's card: its life cycle; only the association moves it (domain.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """What a scan of its QR shows; `unknown` is no status but a number never issued."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Loss(StrEnum):
    """Why its holder wants another card; a word, so that nothing else leaves the station."""

    LOST = "lost"
    STOLEN = "stolen"
    DAMAGED = "damaged"
    CHANGED = "changed"  # name or photo


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.VALID: frozenset({Status.REPLACED, Status.REVOKED}),
}
