"""What a station may do with its month, and when: closing, signing, asking for the unlock (三)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from shared.domain.life_cycle import move
from shared.domain.month import Month
from shared.domain.monthly_report import NEXT, Status
from shared.errors import ConflictError, InvalidError

SYSTEM: Final = "system"
PAPER: Final = "paper"
UNLOCK_REFUSED: Final = "unlock_refused"
SIGNED: Final = frozenset({Status.SEALED, Status.REPORTED, Status.ACCEPTED})


@dataclass(frozen=True)
class Signature:
    """What the head signs besides the computed table; `photos` are SHA-256 in hexadecimal.

    `captions` says what those that are kept here show.
    """

    summary: str
    photos: tuple[str, ...] = field(default=())
    no_photo_reason: str = ""
    reason: str = ""
    captions: Mapping[str, str] = field(default_factory=dict)


def close(status: Status, waiting: int) -> Status:
    """Closed, unless rows still wait for their certifier."""
    if waiting:
        raise ConflictError("monthly_report.records_waiting", count=waiting)
    return move(NEXT, status, Status.CLOSED)


def seal(status: Status, signature: Signature, waiting: int, *, is_amendment: bool) -> Status:
    """Sealed anew or for the first time; an amendment of what wasn't returned says why."""
    check_signature(signature)
    if status is Status.ACCEPTED:
        raise ConflictError("monthly_report.needs_unlock")
    if waiting:
        raise ConflictError("monthly_report.records_waiting", count=waiting)
    if status is Status.SEALED:
        status = Status.REPORTED
    if is_amendment and not signature.reason.strip():
        raise InvalidError("monthly_report.needs_reason", field="reason")
    return move(NEXT, status, Status.SEALED)


def decide(status: Status, decision: str) -> Status:
    """After the center's word; a decision shows that what was sealed has been reported."""
    if decision == UNLOCK_REFUSED:
        return status
    if status is Status.SEALED:
        status = move(NEXT, status, Status.REPORTED)
    return move(NEXT, status, Status(decision))


def check_signature(signature: Signature) -> None:
    """A summary, and at least one photo with a caption or the reason for none.

    Of a photo that is kept elsewhere only the digest is known; it is taken at its word.
    """
    if not signature.summary.strip():
        raise InvalidError("monthly_report.needs_summary", field="summary")
    captioned = any(signature.captions.get(each, each).strip() for each in signature.photos)
    if not captioned and not signature.no_photo_reason.strip():
        raise InvalidError("monthly_report.needs_photo", field="photos")


def check_over(month: Month, now: datetime) -> None:
    """A month can be signed only once it is over."""
    if now < month.ends:
        raise ConflictError("monthly_report.not_over", day=month.next.first_day.isoformat())


def channel_of(month: Month, opened: date | None, *, door_closed: bool) -> str:
    """`paper` for a month that ended before the station opened, while that door is open."""
    if opened is None or month.last_day >= opened:
        return SYSTEM
    if door_closed:
        raise ConflictError("monthly_report.door_closed", month=str(month))
    return PAPER
