"""What a station makes of a request: what was asked, what an acceptance settles, words added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from shared.domain.contact import NEEDED, Contact, check_words, needed_by
from shared.domain.front_door import MOST_ADDED, Possible
from shared.domain.passage import Passage
from shared.domain.service_record import Category
from shared.domain.service_request import NEXT, OPEN, Channel, Proof, Status, Urgency
from shared.errors import ConflictError, InvalidError

BY_CLERK: Final = frozenset({Channel.WALK_IN, Channel.TELEPHONE})
CONSENT_VERSION: Final = "1"


@dataclass(frozen=True)
class Asked:
    """A request as it comes in.

    `requester` is the volunteer who asks, where it is known by login or card; `stars` are those
    that a clerk read off another station's card or certificate. What came through the front door
    brings its own `request` and `code`, has waited since `at`, and was asked under `reach`.
    """

    contact: Contact
    channel: Channel
    item: str | None = None
    wished: tuple[str, ...] = ()
    district: UUID | None = None
    urgency: Urgency = Urgency.NORMAL
    proof: Proof = Proof.NONE
    requester: UUID | None = None
    stars: int = 0
    consent_version: str = CONSENT_VERSION
    language: str = ""
    request: UUID | None = None
    code: str = ""
    at: datetime | None = None
    reach: str = ""


@dataclass(frozen=True)
class Acceptance:
    """What a clerk settles when a request is accepted; `reason` is for the requester to read."""

    item: str | None = None
    category: Category | None = None
    district: UUID | None = None
    urgency: Urgency = Urgency.NORMAL
    reason: str = ""


WITHDRAWING: Final = "withdrawing"


@dataclass(frozen=True)
class Said:
    """What else decides on what its requester may do: words added, a question above, erasure."""

    added: int = 0
    pending: str = ""
    erased: bool = False


def needed(channel: Channel) -> frozenset[str]:
    """What of the contact must be there: who stands at the counter may have no telephone."""
    return NEEDED - {"phone"} if channel is Channel.WALK_IN else needed_by(channel)


def check_category(category: str | None) -> Category:
    """What an accepted request needs, for dispatch and report: its category."""
    if category is None or category not in {*Category}:
        raise InvalidError("service_request.needs_category", field="category")
    return Category(category)


def check_added(status: Status, words: str, count: int, *, erased: bool) -> str:
    """Words that the requester adds, without outer spaces; while it is open, and not for ever."""
    if status not in OPEN or erased:
        raise ConflictError("service_request.over")
    if count >= MOST_ADDED:
        raise ConflictError("service_request.many_words", most=MOST_ADDED)
    return check_words(words)


def possible(known: Passage, own: str, said: Said) -> Possible:
    """What the requester may do of a request that was asked for at `own`, wherever it is.

    Withdrawing what is above is a question to whoever decides there.
    """
    status, is_here, erased = known.status, known.holder == own, said.erased
    is_free = not said.pending if is_here else known.passed_up and said.pending != WITHDRAWING
    ends = status is Status.CLOSED or (status is Status.DONE and known.holder == known.first)
    return Possible(
        add=status in OPEN and not erased and said.added < MOST_ADDED,
        withdraw=is_free and Status.WITHDRAWN in NEXT.get(status, ()),
        reopen=ends and not erased,
    )
