"""Which requests may be one and the same: by telephone, address, or item and district (三)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

WITHIN: Final = timedelta(days=14)
"""How near each other the same item in the same district is to be asked for."""


class Likeness(StrEnum):
    """What two requests have in common, in the order in which it is said."""

    PHONE = "phone"
    ADDRESS = "address"
    ITEM = "item"


@dataclass(frozen=True)
class Marks:
    """By what a request is compared: digests of telephone and address, "" where there is none."""

    phone: str
    address: str
    item: str | None
    district: UUID | None
    at: datetime


def likenesses(one: Marks, other: Marks) -> tuple[Likeness, ...]:
    """What they share; nothing: they aren't likely to be the same."""
    near = abs(one.at - other.at) <= WITHIN
    placed = one.item is not None and one.district is not None
    shared = {
        Likeness.PHONE: bool(one.phone) and one.phone == other.phone,
        Likeness.ADDRESS: bool(one.address) and one.address == other.address,
        Likeness.ITEM: placed and near and (one.item, one.district) == (other.item, other.district),
    }
    return tuple(likeness for likeness, holds in shared.items() if holds)
