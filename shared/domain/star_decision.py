"""The association's decision on a star, and the second one beside it (domain.md 5 and 6)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """The first decision ends in approved or declined; a second one keeps, lowers or revokes."""

    PROPOSED = "proposed"
    HELD = "held"
    APPROVED = "approved"
    DECLINED = "declined"
    KEPT = "kept"
    LOWERED = "lowered"
    REVOKED = "revoked"


_SECOND = frozenset({Status.KEPT, Status.LOWERED, Status.REVOKED})
NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.PROPOSED: frozenset({Status.APPROVED, Status.HELD, Status.DECLINED}),
    Status.HELD: frozenset({Status.APPROVED, Status.DECLINED}),
    Status.APPROVED: _SECOND,
    Status.KEPT: _SECOND,
    Status.LOWERED: _SECOND,
}
STANDING: Final = frozenset(
    {Status.APPROVED, Status.KEPT, Status.LOWERED}
)  # gives its holder stars
