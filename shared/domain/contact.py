"""What a resident tells and only who serves may read: contact and own words, sealed on the way."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields
from typing import Final, Self

from shared.domain import telephone
from shared.domain.service_request import Channel
from shared.domain.visible import trimmed
from shared.errors import InvalidError, UntrustedError

LONGEST: Final = {"name": 60, "phone": 60, "address": 200, "words": 2000}
NEEDED: Final = frozenset(LONGEST)
NEEDED_BY_OPEN311: Final = frozenset({"address", "words"})
"""Clients of GeoReport v2 may send neither a name nor a telephone."""


@dataclass(frozen=True)
class Contact:
    """Whom to visit, by which telephone, where, and what is wrong in their own words."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    words: str = field(repr=False)

    def to_json(self) -> str:
        """As it is sealed for one node."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what another node sealed; UntrustedError where it is none."""
        try:
            data = json.loads(text)
            values = {one.name: data[one.name] for one in fields(cls)}
        except (ValueError, KeyError, TypeError, RecursionError) as broken:
            raise UntrustedError("contact.unreadable") from broken
        if not all(isinstance(value, str) for value in values.values()):
            raise UntrustedError("contact.unreadable")
        return cls(**values)


def needed_by(channel: Channel) -> frozenset[str]:
    """What of the contact must be there where nobody stands at a counter."""
    return NEEDED_BY_OPEN311 if channel is Channel.OPEN311 else NEEDED


def checked(contact: Contact, needed: Collection[str] = NEEDED) -> Contact:
    """Without outer spaces, the telephone normalised; refuses needed blanks and what is too long.

    A telephone that isn't needed may be blank, but never wrong.
    """
    found = {one.name: trimmed(getattr(contact, one.name)) for one in fields(contact)}
    for name, value in found.items():
        if not value and name in needed:
            raise InvalidError("contact.missing", field=name)
        if len(value) > LONGEST[name]:
            raise InvalidError("contact.too_long", most=LONGEST[name], field=name)
    if found["phone"]:
        found["phone"] = telephone.check(found["phone"])
    return Contact(**found)


def check_words(words: str) -> str:
    """Words without outer spaces; refuses none and too many."""
    said = trimmed(words)
    if not said or len(said) > LONGEST["words"]:
        raise InvalidError("service_request.words_form", most=LONGEST["words"], field="words")
    return said
