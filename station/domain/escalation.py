"""When passing a request on is proposed, and what of it may leave the station (三, domain.md 4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from shared.domain import telephone
from shared.domain.contact import Contact
from shared.domain.service_order import Status as OrderStatus
from shared.domain.service_order import are_all_refused
from shared.domain.service_request import Status, Urgency, Why
from shared.errors import InvalidError
from station.domain.squeezed import figured as _figured
from station.domain.squeezed import squeezed as _squeezed

LONGEST_TEXT: Final = 300
HERE: Final = frozenset({Status.RECEIVED, Status.ACCEPTED, Status.DISPATCHED})
_LEAST_PART: Final = 4  # signs of an address in a row, a number among them
_PHONE_WINDOW: Final = 7
_LEAST_NAME: Final = 2
_LEAST_WORDS: Final = 10
_CODES: Final = {
    "phone": "escalation.tells_phone",
    "number": "escalation.tells_number",
    "name": "escalation.tells_name",
    "address": "escalation.tells_address",
    "words": "escalation.tells_words",
}
_PARTS: Final = (
    ("1[3-9][0-9]", "[0-9]{4}", "[0-9]{4}"),  # a mobile
    ("0[0-9]{2,3}", "[0-9]{7,8}"),  # a telephone with its area
    ("[0-9]{6}", "[0-9]{6}", "[0-9]{3}"),  # ID cards, old and new
    ("[0-9]{6}", "[0-9]{8}", "[0-9]{3}[0-9x]"),
)
_PARTED: Final = r"[\s\-‐-―−.·()]{0,2}"
_LIKE_A_NUMBER = re.compile(
    f"(?<![0-9])(?:{'|'.join(_PARTED.join(parts) for parts in _PARTS)})(?![0-9])"
)
_TOKEN = re.compile(r"[0-9]+|[^0-9]")


@dataclass(frozen=True)
class Situation:
    """A request at its station: how many are proposed (None: not looked for yet), its orders."""

    status: Status
    proposed: int | None = None
    orders: Collection[OrderStatus] = ()
    is_past: bool = False
    is_closed: bool = False


@dataclass(frozen=True)
class Outgoing:
    """All that routing needs, and all that leaves in clear; `text` as the clerk confirmed it."""

    category: str
    item: str
    district: str
    wished: tuple[str, ...]
    urgency: Urgency
    has_stars: bool
    why: Why
    text: str


def proposed_for(situation: Situation) -> tuple[Why, ...]:
    """For which reasons the system proposes it; none where it isn't in this station's hands."""
    if situation.status not in HERE:
        return ()
    reasons = {
        Why.CLOSED: situation.is_closed,
        Why.NOBODY_FITS: situation.proposed == 0 and not _is_tried(situation.orders),
        Why.ALL_REFUSED: are_all_refused(situation.orders),
        Why.PAST_PROMISE: situation.is_past,
    }
    return tuple(why for why, applies in reasons.items() if applies)


def check_outgoing(outgoing: Outgoing, contact: Contact, districts: Collection[str]) -> Outgoing:
    """As it may leave, its text without outer spaces; refuses what tells who or where.

    That is a text which holds the telephone, name or address as typed, the requester's own words
    or a number like that of a telephone or ID card. A district is one of the station's, or none.
    """
    text = outgoing.text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise InvalidError("escalation.text_form", most=LONGEST_TEXT, field="routing_text")
    if outgoing.district and outgoing.district not in districts:
        raise InvalidError("escalation.unknown_district", field="district")
    check_untold(text, contact, outgoing.district, "routing_text")
    return replace(outgoing, text=text)


def check_untold(text: str, contact: Contact, district: str, field: str) -> None:
    """Refuses what tells who or where, in whatever leaves the station in clear."""
    what = told(text, contact, district)
    if what is not None:
        raise InvalidError(_CODES[what], field=field)


def told(text: str, contact: Contact, district: str = "") -> str | None:
    """What a text tells of its requester: `phone`, `number`, `name`, `address` or `words`."""
    squeezed = _squeezed(text)
    found = {
        "phone": _holds_phone(squeezed, contact.phone),
        "number": _LIKE_A_NUMBER.search(_figured(text)) is not None,
        "name": _holds(squeezed, contact.name, _LEAST_NAME),
        "address": _holds_address(squeezed, contact.address, district),
        "words": _holds(squeezed, contact.words, _LEAST_WORDS),
    }
    return next((what for what, holds in found.items() if holds), None)


def _is_tried(orders: Collection[OrderStatus]) -> bool:
    """Whether somebody is asked or at it already."""
    return any(order is not OrderStatus.CANCELLED for order in orders)


def _holds(squeezed: str, said: str, least: int) -> bool:
    private = _squeezed(said)
    return len(private) >= least and private in squeezed


def _holds_phone(squeezed: str, phone: str) -> bool:
    """Any seven of its digits in a row, whatever else stands between them in the text."""
    number = telephone.normalise(phone)
    digits = "".join(sign for sign in squeezed if sign.isdigit())
    size = min(len(number), _PHONE_WINDOW)
    return bool(number) and any(window in digits for window in _windows(number, size))


def _holds_address(squeezed: str, address: str, district: str) -> bool:
    """The whole of it unless the district says as much, or a part with a house's number."""
    private, known = _squeezed(address), _squeezed(district)
    if not private:
        return False
    if private not in known and private in squeezed:
        return True
    text, spared = _tokens(squeezed), _tokens(known)
    return any(part in text and part not in spared for part in _numbered_parts(private))


def _tokens(squeezed: str) -> str:
    """Whole numbers and single signs between bars, so that no number is found in a longer one."""
    return f"|{'|'.join(_TOKEN.findall(squeezed))}|"


def _numbered_parts(address: str) -> Iterator[str]:
    """From each token on the shortest part that is long enough and holds a number."""
    tokens = _TOKEN.findall(address)
    for start in range(len(tokens)):
        for end in range(start + 1, len(tokens) + 1):
            part = "".join(tokens[start:end])
            if len(part) >= _LEAST_PART and any(sign.isdigit() for sign in part):
                yield _tokens(part)
                break


def _windows(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]
