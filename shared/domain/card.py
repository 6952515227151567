"""A volunteer's card: its life cycle; only the association moves it (domain.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from shared.errors import NotFoundError


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


class Recovery(StrEnum):
    """Why a reported loss is taken back; a word too."""

    FOUND = "found"
    MISREPORTED = "misreported"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.VALID: frozenset({Status.REPLACED, Status.REVOKED}),
}


def takes_back(told: date, lost_on: date | None) -> bool:
    """Whether a finding ends the loss that stands; one that was reported on a later day goes on.

    It waits for the loss of the day that it names: NotFoundError `card.not_reported_lost`.
    """
    if lost_on is None or lost_on < told:
        raise NotFoundError("card.not_reported_lost")
    return lost_on == told
