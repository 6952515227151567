"""Who has a routed request: a pair of numbers that grows with each transfer (federation.md 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

from shared.errors import ConflictError, InvalidError


@dataclass(frozen=True, order=True)
class Custody:
    """The association's number before the center's: what the association hands over is newer.

    A request that never left its station has the first one. Only whoever holds the request
    makes the next.
    """

    association: int = 0
    center: int = 0

    def __post_init__(self) -> None:
        """Refuses numbers that nobody counted."""
        if self.association < 0 or self.center < 0:
            raise InvalidError("custody.bad")

    def by_center(self) -> Self:
        """The next, when a center takes over, routes, re-routes, or takes or gives back."""
        return replace(self, center=self.center + 1)

    def by_association(self) -> Self:
        """The next, when the association does; centers count from 0 again."""
        return replace(self, association=self.association + 1, center=0)


FIRST: Final = Custody()
"""Of a request that nobody has passed on."""


class Verdict(StrEnum):
    """On what a message says in the name of a custody."""

    CURRENT = "current"
    STALE = "stale"
    AHEAD = "ahead"


def judge(said: Custody, known: Custody) -> Verdict:
    """Stale: somebody else has it meanwhile. Ahead: the transfer itself has still to arrive."""
    if said == known:
        return Verdict.CURRENT
    return Verdict.STALE if said < known else Verdict.AHEAD


def check(said: Custody, known: Custody) -> None:
    """Lets through what whoever holds the request says.

    From below nothing can be ahead of what was given, so that is refused like what is stale:
    ConflictError `custody.stale` or `custody.ahead`; the text is kept as a note.
    """
    verdict = judge(said, known)
    if verdict is Verdict.STALE:
        raise ConflictError("custody.stale")
    if verdict is Verdict.AHEAD:
        raise ConflictError("custody.ahead")


def newest(said: Custody, known: Custody) -> Custody:
    """What is known after news from above, which may be ahead; refuses what is stale."""
    if judge(said, known) is Verdict.STALE:
        raise ConflictError("custody.stale")
    return said
