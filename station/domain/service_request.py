"""What a station makes of a request: what was asked, what an acceptance settles, words added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from shared.domain.contact import LONGEST, NEEDED, NEEDED_BY_OPEN311, Contact
from shared.domain.service_record import Category
from shared.domain.service_request import OPEN, Channel, Proof, Status, Urgency
from shared.errors import ConflictError, InvalidError

BY_CLERK: Final = frozenset({Channel.WALK_IN, Channel.TELEPHONE})
MOST_ADDED: Final = 20
CONSENT_VERSION: Final = "1"


@dataclass(frozen=True)
class Asked:
    """A request as it comes in.

    `requester` is the volunteer who asks, where it is known by login or card; `stars` are those
    that a clerk read off another station's card or certificate. What came through the front door
    brings its own `request` and `code`, and has waited since `at`.
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


@dataclass(frozen=True)
class Acceptance:
    """What a clerk settles when a request is accepted; `reason` is for the requester to read."""

    item: str | None = None
    category: Category | None = None
    district: UUID | None = None
    urgency: Urgency = Urgency.NORMAL
    reason: str = ""


def needed(channel: Channel) -> frozenset[str]:
    """What of the contact must be there: who stands at the counter may have no telephone."""
    if channel is Channel.OPEN311:
        return NEEDED_BY_OPEN311
    return NEEDED - {"phone"} if channel is Channel.WALK_IN else NEEDED


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


def check_words(words: str) -> str:
    """Words without outer spaces; refuses none and too many."""
    said = words.strip()
    if not said or len(said) > LONGEST["words"]:
        raise InvalidError("service_request.words_form", most=LONGEST["words"], field="words")
    return said
