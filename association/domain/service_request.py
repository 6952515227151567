"""What the association may do with a request that a center passed up, and whom it believes."""

from __future__ import annotations

from shared.domain import custody, passage
from shared.domain.custody import Custody, Verdict
from shared.domain.passage import Desk, Passage
from shared.errors import ConflictError


def route(known: Passage, desk: Desk, to: str, reason: str, origin: str) -> Passage:
    """To another center than the one whose station asked; it can take it back, nothing else."""
    if to == origin:
        raise ConflictError("service_request.own_center")
    return passage.route(known, desk, to, reason)


def is_over(known: Passage) -> bool:
    """Whether nothing is left to ask for: it ended, or the first station has it again."""
    return known.holder is None or known.holder == known.first


def may_pass(known: Passage, said: Custody, taker: tuple[str | None, str]) -> bool:
    """Whether a sealed contact still has somebody to go to: who accepted it has it to this day."""
    accepted, to = taker
    return custody.judge(said, known.custody) is Verdict.CURRENT and accepted == to
