"""What is sealed for whoever serves: the contact, and what its requester said later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from shared.domain.contact import LONGEST, Contact
from shared.errors import UntrustedError

KINDS: Final = ("added", "not_solved", "withdrawn")
"""Of notes that are the requester's own words."""

MOST_SIGNS: Final = 30_000
"""Of all words together: what doesn't fit is older, and stays at the first station."""


@dataclass(frozen=True)
class Said:
    """Words of the requester's, of a kind of note, under the note's own id."""

    id: UUID
    at: datetime
    kind: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class ContactFile:
    """Whom to visit, and all that they said since, in order."""

    contact: Contact
    said: tuple[Said, ...] = ()

    def to_json(self) -> str:
        """As it is sealed; the newest words where there are too many."""
        said = [
            {**vars(one), "id": str(one.id), "at": one.at.isoformat()} for one in self._newest()
        ]
        return json.dumps(asdict(self.contact) | {"said": said}, ensure_ascii=False)

    def _newest(self) -> Iterable[Said]:
        left, kept = MOST_SIGNS, []
        for one in reversed(self.said):
            left -= len(one.text)
            if left < 0:
                break
            kept.append(one)
        return reversed(kept)


def contact_file(text: str) -> ContactFile:
    """Reads what another node sealed; UntrustedError where it is none. Unknown kinds are left."""
    contact = Contact.from_json(text)
    try:
        said = tuple(
            Said(UUID(one["id"]), _instant(one["at"]), str(one["kind"]), str(one["text"]))
            for one in json.loads(text).get("said", [])
            if one["kind"] in KINDS
        )
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise UntrustedError("contact.unreadable") from broken
    if any(len(one.text) > LONGEST["words"] for one in said):
        raise UntrustedError("contact.unreadable")
    return ContactFile(contact, said)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at
