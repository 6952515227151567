"""What makes an officer look twice at a registration before it is approved (domain.md 2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.registration import Status

_LIVE = frozenset({Status.SUBMITTED, Status.APPROVED, Status.SUSPENDED})


class Doubt(StrEnum):
    """Why a registration isn't approved together with others, unseen."""

    DUPLICATE = "duplicate"
    TRANSFER = "transfer"
    REJECTED_BEFORE = "rejected_before"
    HEALTH = "health"
    CONDUCT = "conduct"
    CONSENT = "consent"


@dataclass(frozen=True)
class Applicant:
    """What the doubts are read from; `others` are the states of all else with the same number."""

    health: bool
    conduct: bool
    consents_to_data: bool
    others: Collection[Status] = ()
    transfer_asked: bool = False


def doubts(applicant: Applicant) -> tuple[Doubt, ...]:
    """All that hold, the gravest first; none: it may be approved with others."""
    held = {
        Doubt.DUPLICATE: bool(_LIVE.intersection(applicant.others)),
        Doubt.TRANSFER: applicant.transfer_asked,
        Doubt.REJECTED_BEFORE: Status.REJECTED in applicant.others,
        Doubt.HEALTH: not applicant.health,
        Doubt.CONDUCT: not applicant.conduct,
        Doubt.CONSENT: not applicant.consents_to_data,
    }
    return tuple(doubt for doubt, holds in held.items() if holds)
