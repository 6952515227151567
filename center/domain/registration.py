"""What the center may do with a registration, and what it takes over from paper (domain.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.domain.life_cycle import move
from shared.domain.registration import NEXT, Status
from shared.errors import ConflictError, InvalidError

TO: Final = {
    "approved": Status.APPROVED,
    "returned": Status.RETURNED,
    "rejected": Status.REJECTED,
    "suspended": Status.SUSPENDED,
    "resumed": Status.APPROVED,
}
_OPEN: Final = frozenset({Status.SUBMITTED, Status.RETURNED, Status.LEFT, Status.DRAFT})


@dataclass(frozen=True)
class Claim:
    """The paper's decision, and by when its station must have opened for it to be one."""

    decision: str | None
    decided_on: date | None
    opened_on: date | None
    door_closed: bool


def is_newer(status: Status, known: int, version: int) -> bool:
    """Whether a submission replaces what is here; refuses one of a registration decided upon."""
    if version <= known:
        return False
    if status not in _OPEN:
        raise ConflictError("registration.already_decided", status=str(status))
    return True


def is_withdrawn(status: Status, known: int, version: int) -> bool:
    """Whether the station takes back what waits here; what was decided stays decided."""
    return status is Status.SUBMITTED and version == known


def decide(status: Status, decision: str, duplicates: int) -> Status:
    """The status after an officer's word; nobody is approved while another carries the number."""
    if status is Status.DRAFT:
        raise ConflictError("registration.withdrawn")
    came_back = status is Status.SUSPENDED
    if came_back != (decision == "resumed") and TO[decision] is Status.APPROVED:
        raise ConflictError("registration.not_movable", status=str(status), to=decision)
    after = move(NEXT, status, TO[decision])
    if decision == "approved" and duplicates:
        raise ConflictError("registration.duplicate", duplicates=duplicates)
    return after


def confirm(claim: Claim) -> tuple[str, date]:
    """The paper's decision and its day.

    Refuses what is no claim, one not dated before the station opened, and any after the station's
    first month was accepted in the ordinary way.
    """
    if claim.decision is None or claim.decided_on is None:
        raise ConflictError("registration.no_claim")
    if claim.opened_on is None:
        raise ConflictError("station.no_profile")
    if claim.door_closed:
        raise ConflictError("registration.paper_door_closed")
    if claim.decided_on >= claim.opened_on:
        raise InvalidError("registration.claim_not_before_opening", opened_on=claim.opened_on)
    return claim.decision, claim.decided_on
