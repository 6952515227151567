"""What keeps robots off public forms without troubling people: a trap, a stamp, and limits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from typing import Final
from uuid import UUID

from flask import current_app, request
from limits import parse
from uuid_utils.compat import uuid7

from shared.web import signed

TRAP: Final = "more_about_it"
STAMP: Final = "_stamp"
SOONEST: Final = timedelta(seconds=3)
LATEST: Final = timedelta(hours=24)
NODE: Final = "node"
LIMITS: Final[Mapping[str, tuple[str, str | None]]] = {
    "ask": ("5 per hour", "60 per hour"),
    "again": ("30 per hour", None),
    "code": ("30 per hour", None),
    "four": ("10 per hour", "60 per hour"),
    "say": ("20 per hour", None),
    "list": ("600 per hour", None),
}
"""By an address, and by all of a node together. Who guesses codes has 30 tries at 39 bits."""

_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Doubt(StrEnum):
    """Why a form isn't taken at once; pressing again is all that a person needs to do."""

    TRAPPED = "trapped"
    TOO_SOON = "too_soon"
    TOO_OLD = "too_old"


def new_stamp() -> str:
    """What a form carries from being shown to being sent."""
    return signed.sign(STAMP, str(uuid7()))


def doubt(form: Mapping[str, str]) -> Doubt | None:
    """What speaks against a person having filled in the form; None: nothing."""
    if form.get(TRAP):
        return Doubt.TRAPPED
    stamp = signed.read(STAMP, form.get(STAMP, ""))
    if stamp is None or stamp[1] > LATEST:
        return Doubt.TOO_OLD
    return Doubt.TOO_SOON if stamp[1] < SOONEST else None


def kept_stamp(form: Mapping[str, str]) -> str:
    """The form's own stamp while it is good, else a new one: shown again, it grows no younger."""
    stamp = signed.read(STAMP, form.get(STAMP, ""))
    return new_stamp() if stamp is None or stamp[1] > LATEST else form[STAMP]


def request_id(form: Mapping[str, str], *said: str) -> UUID:
    """The same for the same words in the same form, so that a thumb's second press asks nothing.

    A UUIDv7 of the stamp's instant.
    """
    stamp = signed.read(STAMP, form.get(STAMP, ""))
    seed = uuid7() if stamp is None else UUID(stamp[0])
    digest = hashlib.sha256("\0".join((seed.hex, *said)).encode()).digest()
    variant = bytes([seed.bytes[6] & 0xF0 | digest[0] & 0x0F, digest[1], 0x80 | digest[2] & 0x3F])
    return UUID(bytes=seed.bytes[:6] + variant + digest[3:10])


def may(kind: str, of: str = NODE) -> bool:
    """Counts one act of this address, where it may have another; else counts nothing.

    Whoever is over the limit costs a question of the database, not a write. `of`: the node to
    which it is said, each with a sum of its own where several are reached here.
    """
    [limiter] = current_app.extensions["limiter"]
    by_address, by_node = LIMITS[kind]
    asked = [(parse(by_address), (kind, network()))]
    if by_node is not None:
        asked.append((parse(by_node), (kind, of)))
    if not all(limiter.limiter.test(limit, *key) for limit, key in asked):
        return False
    return all([limiter.limiter.hit(limit, *key) for limit, key in asked])


def network() -> str:
    """The address that asks; of IPv6 the half that its holder can't choose."""
    text = request.remote_addr or ""
    try:
        address = ip_address(text)
    except ValueError:
        return text[:64]
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or f"{address.exploded[:19]}::/64")
    return str(address)


def usable(text: str) -> str:
    """What was typed, without signs that nobody types and no database keeps; lines end with \\n."""
    return _UNUSABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
