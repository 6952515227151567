"""A team: its name, its members, and the leader, who is one of them (domain.md part 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from shared.domain.registration import Status
from shared.errors import ConflictError, InvalidError

LONGEST_NAME = 60
MOST_MEMBERS = 500
SERVING = frozenset({Status.APPROVED, Status.SUSPENDED})


@dataclass(frozen=True)
class TeamForm:
    """What the clerk enters; a leader belongs to the team without being ticked."""

    name: str
    leader: UUID | None
    members: tuple[UUID, ...] = ()

    def people(self) -> frozenset[UUID]:
        """All members, the leader among them."""
        return frozenset(self.members) | ({self.leader} if self.leader else frozenset())


def name_of(written: str) -> str:
    """The name without outer spaces; refuses none and one too long."""
    name = " ".join(written.split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidError("team.name_form", most=LONGEST_NAME, field="name")
    return name


def check_members(people: Iterable[UUID], serving: Iterable[UUID]) -> None:
    """Refuses whoever doesn't serve at this station, and more than a team can have."""
    people, serving = frozenset(people), frozenset(serving)
    if len(people) > MOST_MEMBERS:
        raise InvalidError("team.too_many", most=MOST_MEMBERS, field="members")
    if people - serving:
        raise InvalidError("team.not_serving", count=len(people - serving), field="members")


def check_open(name: str, *, active: bool) -> None:
    """Refuses to change a team that was closed."""
    if not active:
        raise ConflictError("team.closed", name=name)
