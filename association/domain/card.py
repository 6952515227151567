"""Who gets a card, which number it bears, and what ends it (domain.md part 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from shared.domain.card import Loss, Status
from shared.errors import ConflictError, InvalidError

LEFT: Final = "义工离队，义工证作废。"
WORDS: Final[Mapping[str, str]] = {
    Loss.LOST: "遗失补发。",
    Loss.STOLEN: "被盗补发。",
    Loss.DAMAGED: "损坏换发。",
    Loss.CHANGED: "姓名或照片变更换发。",
}


def number(association: str, year: int, running: int) -> str:
    """`<association code>-<year>-<running number>`, of five digits or as many as it takes."""
    return f"{association}-{year}-{running:05d}"


def check_wanted(valid_number: str | None, left_on: date | None) -> None:
    """Refuses a second card beside a valid one, and one for who has left."""
    if left_on is not None:
        raise ConflictError("card.volunteer_left", left_on=left_on)
    if valid_number is not None:
        raise ConflictError("card.already_valid", number=valid_number)


def batch_number(association: str, year: int, running: int) -> str:
    """`<association code>-P<year>-<running number>`: of a print run."""
    return f"{association}-P{year}-{running:03d}"


def reissue_reason(status: str, loss: str | None, reason: str) -> str:
    """Why a card is replaced, in the officer's words or by what its holder reported.

    Refuses a card that holds no longer, and one that nobody reported without a reason.
    """
    if status != Status.VALID:
        raise ConflictError("card.not_valid", status=status)
    words = reason.strip() or WORDS.get(loss or "", "")
    if not words:
        raise InvalidError("card.reason_missing", field="reason")
    return words


def revocation_reason(status: str, reason: str) -> str:
    """Why a card ends without another; refuses none, and a card that holds no longer."""
    if status != Status.VALID:
        raise ConflictError("card.not_valid", status=status)
    if not reason.strip():
        raise InvalidError("card.reason_missing", field="reason")
    return reason.strip()
