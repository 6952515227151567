"""Photos of the station: what they are for, and when those of a month may still change (三)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from shared.domain.monthly_report import Status
from shared.errors import ConflictError, InvalidError
from station.domain.report import SIGNED

LONGEST_CAPTION: Final = 200
MOST_IN_MONTH: Final = 30


class Kind(StrEnum):
    """A volunteer's own, one of a monthly report, a record's evidence, of a visit."""

    PORTRAIT = "portrait"
    REPORT = "report"
    EVIDENCE = "evidence"
    VISIT = "visit"


def caption(text: str) -> str:
    """What a photo of the report shows, in one line; it may come after the photo."""
    found = " ".join(text.split())
    if len(found) > LONGEST_CAPTION:
        raise InvalidError("photo.caption", field="caption", longest=LONGEST_CAPTION)
    return found


def check_room(status: Status, count: int) -> None:
    """A month that the center accepted takes no more; one under way takes them for an amendment."""
    if status is Status.ACCEPTED:
        raise ConflictError("monthly_report.needs_unlock")
    if count >= MOST_IN_MONTH:
        raise ConflictError("photo.too_many", most=MOST_IN_MONTH)


def check_changeable(status: Status, *, is_signed: bool) -> None:
    """What the head signed stays as it was signed, until the month is returned or unlocked."""
    if is_signed and status in SIGNED:
        raise ConflictError("photo.signed")
