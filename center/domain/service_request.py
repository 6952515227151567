"""What a center may do with a request that it has: which ways it goes on, and who is believed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from shared.domain import passage
from shared.domain.custody import Custody
from shared.domain.passage import OUTCOMES, Desk, Passage
from shared.domain.service_request import ABOVE, Status
from shared.errors import ConflictError, ForbiddenError


def is_own(known: Passage, desk: Desk) -> bool:
    """Whether it came from a station of this center; else the association gave it."""
    return known.first in desk.below


def decides(known: Passage, desk: Desk) -> bool:
    """Whether this center is the arbiter: of its own stations' requests, until it passes them up.

    One that the first station has again is that station's.
    """
    return is_own(known, desk) and not known.passed_up and known.holder != known.first


def route(known: Passage, desk: Desk, to: str, reason: str, at_work: Collection[str]) -> Passage:
    """To a station that still works, and to another one while nobody accepted it."""
    if to in desk.below and to not in at_work:
        raise ConflictError("service_request.station_closed")
    return passage.route(known, desk, to, reason)


def decline(known: Passage, desk: Desk, reason: str) -> Passage:
    """Only of one's own stations: what the association gave is given back to it."""
    _check_own(known, desk)
    return passage.decline(known, desk, reason)


def escalate(known: Passage, desk: Desk, upper: str, reason: str) -> Passage:
    """To the association, which routes it to another center."""
    _check_own(known, desk)
    return passage.escalate(known, desk.own, upper, reason)


def take_over(known: Passage, desk: Desk, reason: str) -> Passage:
    """For a base of this center; what the association gave is with it already."""
    if known.status is Status.ROUTED and known.holder == desk.own:
        return known
    return passage.take_over(known, desk, reason)


def is_at_base(known: Passage, desk: Desk) -> bool:
    """Whether a base of this center serves it."""
    return known.holder == desk.own and known.status not in ABOVE


def give_back(known: Passage, desk: Desk, reason: str) -> Passage:
    """To the association: no station of this center can serve it either.

    What a base took of a station of its own is to be routed again, under a new number.
    """
    if not is_own(known, desk):
        return passage.serve(known, desk.own, Status.RETURNED, reason)
    if not is_at_base(known, desk):
        raise ConflictError("passage.own_request")
    back = passage.serve(known, desk.own, Status.RETURNED, reason)
    return replace(back, holder=desk.own, custody=desk.following(known.custody))


def closing(known: Passage, outcome: str, holder: str | None, custody: Custody) -> Passage:
    """The copy after the association said that it is over for whoever is told."""
    news = replace(known, status=OUTCOMES[outcome], holder=holder, custody=custody)
    return passage.learn(known, news)


def may_pass(known: Passage, said: Custody, taker: tuple[str | None, str]) -> bool:
    """Whether a sealed contact still has somebody to go to: who accepted it has it to this day."""
    accepted, to = taker
    return said == known.custody and accepted == to


def _check_own(known: Passage, desk: Desk) -> None:
    if not is_own(known, desk):
        raise ForbiddenError("service_request.of_other_center")
