"""When a transfer may be asked for, decided on and completed (domain.md part 2)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from shared.domain.life_cycle import move
from shared.domain.transfer import NEXT, Status
from shared.errors import ConflictError, ForbiddenError

TO: Final = {"approved": Status.APPROVED, "refused": Status.REFUSED}


def check_question(asking: str, serving_at: str | None) -> None:
    """Nobody is transferred to where they serve."""
    if asking == serving_at:
        raise ConflictError("transfer.already_here")


def decide(status: Status, decision: str, volunteer: UUID | None) -> Status:
    """The officer's word; a person whom this center doesn't know can only be refused."""
    after = move(NEXT, status, TO[decision])
    if after is Status.APPROVED and volunteer is None:
        raise ConflictError("transfer.volunteer_unknown")
    return after


def complete(status: Status, sender: str, route: tuple[str | None, str], to: str) -> Status:
    """The sealed file: from the old station of an approved transfer to the new one alone."""
    old, new = route
    if (sender, to) != (old, new):
        raise ForbiddenError("transfer.other_station")
    return move(NEXT, status, Status.COMPLETED)
