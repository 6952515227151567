"""The front door: what residents do at a center for a station that they can't reach (part 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_ADDED: Final = 20


class Entry(StrEnum):
    """What was done there, in the words of `request.received`."""

    ASKED = "asked"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    SIGNED = "signed"
    DISPUTED = "disputed"


ENDING: Final = frozenset({Entry.ASKED, Entry.WITHDRAWN, Entry.REOPENED})
"""While one of these waits to be fetched, what the page says of the request is about to change."""


@dataclass(frozen=True)
class Entered:
    """One act, and what the station made of it: None while it hasn't said, "" for taken in."""

    kind: Entry
    refused: str | None = None


@dataclass(frozen=True)
class Possible:
    """What the requester may do with a request as it stands at its station."""

    add: bool = False
    withdraw: bool = False
    reopen: bool = False


UNFETCHED: Final = Possible(add=True, withdraw=True)
"""Of what the station hasn't entered yet."""


def waits(entries: Iterable[Entered]) -> Entry | None:
    """The newest act that the station hasn't answered; of several the one that changes most.

    `entries` in the order in which they were done.
    """
    waiting = [one.kind for one in entries if one.refused is None]
    ending = [kind for kind in waiting if kind in ENDING]
    return next(reversed(ending or waiting), None)


def refused(entries: Iterable[Entered]) -> Entry | None:
    """The newest act, where the station couldn't enter it."""
    found = list(entries)
    return found[-1].kind if found and found[-1].refused else None


def possible(said: Possible, entries: Iterable[Entered]) -> Possible:
    """What may be done at the front door, of what the station last said may be.

    Nothing after a withdrawal that waits, nor where the station couldn't enter what was asked.
    """
    found = list(entries)
    waiting = {one.kind for one in found if one.refused is None}
    lost = any(one.kind is Entry.ASKED and one.refused for one in found)
    if lost or Entry.WITHDRAWN in waiting:
        return Possible()
    many = sum(one.kind is Entry.ADDED for one in found) >= MOST_ADDED
    return Possible(
        add=said.add and not many,
        withdraw=said.withdraw,
        reopen=said.reopen and Entry.REOPENED not in waiting,
    )
