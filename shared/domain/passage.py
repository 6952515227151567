"""A request that left its station: who has it, under which custody, and who may move it on.

Each node keeps a copy. The arbiter is the lowest node above all that take part: what its copy
says is so, and the other copies follow it in the order in which they hear of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.domain import custody, service_request
from shared.domain.custody import FIRST, Custody
from shared.domain.life_cycle import move
from shared.domain.service_request import NEXT, Status, step
from shared.errors import ConflictError, ForbiddenError

OVER: Final = frozenset({Status.CLOSED, Status.DECLINED, Status.WITHDRAWN})
_TAKEN: Final = frozenset({Status.ACCEPTED, Status.DISPATCHED})
OUTCOMES: Final[Mapping[str, Status]] = {
    "taken_back": Status.RECEIVED,
    "rerouted": Status.ROUTED,
    "withdrawn": Status.WITHDRAWN,
    "declined": Status.DECLINED,
}
"""What who is told that it is over for them learns of it."""


@dataclass(frozen=True)
class Desk:
    """A node that hands requests on: its name, and those of the nodes right below."""

    own: str
    below: Collection[str]
    is_association: bool = False

    def following(self, known: Custody) -> Custody:
        """The custody after a transfer that this node makes."""
        return known.by_association() if self.is_association else known.by_center()

    def check(self, said: Custody, known: Custody) -> None:
        """Refuses what is said by one who hasn't it; a center counts on below its number."""
        if self.is_association and said.association == known.association:
            custody.newest(said, known)
        else:
            custody.check(said, known)


@dataclass(frozen=True)
class Passage:
    """A node's copy: `holder` is the node that has it, None once it is over.

    `passed_up`: this center gave it to the association, which is the arbiter from then on.
    """

    first: str
    status: Status = Status.RECEIVED
    holder: str | None = None
    custody: Custody = FIRST
    passed_up: bool = False


def begin(first: str) -> Passage:
    """As it was received: with the first station, which nobody gave it to."""
    return Passage(first, holder=first)


def escalate(passage: Passage, own: str, upper: str, reason: str) -> Passage:
    """Whoever holds it gives it to the node above; the custody changes when it arrives there."""
    _check_held(passage, own)
    status = step(passage.status, Status.ESCALATED, reason)
    return replace(passage, status=status, holder=upper, passed_up=True)


def arrive(known: Passage | None, sent: Passage, desk: Desk) -> Passage:
    """It comes from below, for the first time or again: taken back before, closed and reopened."""
    if known is not None:
        if known.status is not Status.CLOSED and known.holder != known.first:
            raise ConflictError("passage.not_back")
        custody.newest(sent.custody, known.custody)
    return Passage(sent.first, Status.ESCALATED, desk.own, desk.following(sent.custody))


def route(passage: Passage, desk: Desk, to: str, reason: str) -> Passage:
    """Gives it to a node below; another one that was only asked loses it."""
    _check_movable(passage, desk)
    if to not in desk.below or to in (passage.first, passage.holder):
        raise ConflictError("passage.not_routable")
    status = step(passage.status, Status.ROUTED, reason)
    return replace(passage, status=status, holder=to, custody=desk.following(passage.custody))


def take_over(passage: Passage, desk: Desk, reason: str) -> Passage:
    """For its own base: given to itself, where it isn't already; it is accepted from there."""
    _check_movable(passage, desk)
    status = step(passage.status, Status.ROUTED, reason)
    return replace(passage, status=status, holder=desk.own, custody=desk.following(passage.custody))


def decline(passage: Passage, desk: Desk, reason: str) -> Passage:
    """Nobody serves it, and the requester is told why; also while somebody is only asked."""
    _check_movable(passage, desk)
    return _ended(passage, step(passage.status, Status.DECLINED, reason), desk)


def hear(passage: Passage, sender: str, said: Passage, desk: Desk) -> Passage:
    """What whoever holds it says of its progress; what is given back is one's own at once.

    Refuses everybody else, and what was said under another custody. Reasons were asked for
    where it was said. A center below may have got it back and look for another station, who
    accepts it anew; who comes and when is said again.
    """
    if sender != passage.holder:
        raise ConflictError("custody.stale")
    desk.check(said.custody, passage.custody)
    is_anew = said.status is passage.status is Status.ACCEPTED and said.custody != passage.custody
    is_visit = said.status is passage.status is Status.DISPATCHED
    is_back = said.status is Status.ROUTED and passage.status in _TAKEN
    is_more = is_anew or is_visit or (is_back and said.custody != passage.custody)
    status = said.status if is_more else move(NEXT, passage.status, said.status)
    heard = replace(passage, status=status, custody=said.custody)
    if status is Status.RETURNED:
        return replace(heard, holder=desk.own, custody=desk.following(said.custody))
    return replace(heard, holder=None) if status in OVER else heard


def take_back(passage: Passage, desk: Desk) -> Passage:
    """The first station has it again; the arbiter alone says so, and not once it was accepted."""
    _check_arbiter(passage)
    status = service_request.take_back(passage.status)
    following = desk.following(passage.custody)
    return replace(passage, status=status, holder=passage.first, custody=following)


def withdraw(passage: Passage, desk: Desk) -> Passage:
    """Its requester wants nothing any more; the arbiter alone says so, and not once it was done."""
    _check_arbiter(passage)
    return _ended(passage, step(passage.status, Status.WITHDRAWN), desk)


def serve(passage: Passage, own: str, to: Status, reason: str = "") -> Passage:
    """A step of whoever holds it: accepts, sends somebody, is done, closes, declines, gives back.

    Only what was given by another can be given back.
    """
    _check_held(passage, own)
    if to is Status.RETURNED and own == passage.first:
        raise ConflictError("passage.own_request")
    status = step(passage.status, to, reason)
    gone = status in OVER or status is Status.RETURNED
    return replace(passage, status=status, holder=None if gone else own)


def reopen(passage: Passage, *, erased: bool) -> Passage:
    """The first station has it again when it isn't solved, whoever served it before."""
    if passage.status is not Status.CLOSED and passage.holder != passage.first:
        raise ConflictError("service_request.not_reopened")
    status = service_request.reopen(passage.status, erased=erased)
    return replace(passage, status=status, holder=passage.first, passed_up=False)


def learn(passage: Passage, news: Passage) -> Passage:
    """The copy after news from above, which are never older than what is known."""
    known = custody.newest(news.custody, passage.custody)
    back = news.holder == passage.first
    return replace(
        passage,
        status=news.status,
        holder=news.holder,
        custody=known,
        passed_up=passage.passed_up and not back,
    )


def _ended(passage: Passage, status: Status, desk: Desk) -> Passage:
    return replace(passage, status=status, holder=None, custody=desk.following(passage.custody))


def _check_held(passage: Passage, own: str) -> None:
    if passage.holder != own:
        raise ForbiddenError("passage.not_holder")


def _check_movable(passage: Passage, desk: Desk) -> None:
    is_asked = passage.status is Status.ROUTED and passage.holder in desk.below
    if passage.holder != desk.own and not is_asked:
        raise ForbiddenError("passage.not_holder")


def _check_arbiter(passage: Passage) -> None:
    if passage.passed_up:
        raise ForbiddenError("passage.not_arbiter")
