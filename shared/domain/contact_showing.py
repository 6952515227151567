"""The requester's contact is masked; it is shown for a reason and a while, and that is logged."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.contact import Contact
from shared.domain.mask import masked_name, masked_phone
from shared.errors import InvalidError

WHILE: Final = timedelta(minutes=10)
_NUMBERS = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]+")


class Reason(StrEnum):
    """What somebody needs it for; chosen from a list, so that nothing personal is logged."""

    CALL = "call"  # to agree on a time
    CHECK = "check"  # whether name and address are right
    COMPARE = "compare"  # with another request that may be the same
    PRINT = "print"  # an order or slip
    URGENT = "urgent"


def reason_of(text: str) -> Reason:
    """InvalidError `contact_showing.choose` for none of them."""
    if text not in {*Reason}:
        raise InvalidError("contact_showing.choose", field="reason")
    return Reason(text)


def ends_at(shown_at: datetime | None, now: datetime) -> datetime | None:
    """Until when it is shown that was shown last at an instant; None: it is masked."""
    if shown_at is None or now >= shown_at + WHILE:
        return None
    return shown_at + WHILE


def masked(contact: Contact) -> Contact:
    """As it is shown to whoever has no reason: no whole name, telephone, or number of a house."""
    return Contact(
        masked_name(contact.name),
        masked_phone(contact.phone),
        _NUMBERS.sub("**", contact.address),
        contact.words,
    )
