"""What a station promises residents: days, a telephone, an address; and when it is closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from shared.domain import telephone
from shared.domain.promise import Closing, Promise
from shared.domain.web_address import LONGEST as LONGEST_REACH
from shared.domain.web_address import is_web_address
from shared.errors import InvalidError

KEEP_DAYS: Final = 30
LEAST_KEPT: Final = 7
MOST_KEPT: Final = 365


@dataclass(frozen=True)
class Offer:
    """Working days to answer and to send somebody, where to call, where residents find the pages.

    `reach` is "" where they can't: then the center's site is the front door. `keep_days`: how long
    a request that is over can be opened again, and contact and words are kept.
    """

    accept_days: int
    dispatch_days: int
    phone: str = ""
    reach: str = ""
    keep_days: int = KEEP_DAYS


def checked(offer: Offer) -> Offer:
    """With the telephone normalised and the address without a last slash."""
    if not LEAST_KEPT <= offer.keep_days <= MOST_KEPT:
        raise InvalidError("promise.keep_days", least=LEAST_KEPT, most=MOST_KEPT, field="keep_days")
    Promise(accept=offer.accept_days, dispatch=offer.dispatch_days)
    phone = telephone.check(offer.phone) if offer.phone.strip() else ""
    return replace(offer, phone=phone, reach=_reach(offer.reach.strip()))


def check_closing(closing: Closing, today: date) -> Closing:
    """Refuses one that is over already."""
    if closing.last < today:
        raise InvalidError("closing.over", field="last")
    return closing


def _reach(address: str) -> str:
    """A web address without user, query and fragment, or none."""
    if address and not is_web_address(address):
        raise InvalidError("promise.bad_reach", most=LONGEST_REACH, field="reach")
    return address.rstrip("/")
