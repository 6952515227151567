"""Two versions of a month's tally side by side: every figure before and after, and the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Final
from uuid import UUID

from shared.domain.entry import Entry
from shared.domain.request_figures import UNKNOWN, Told
from shared.domain.service_record import Category, Form
from shared.domain.tally import Cell, Figures, Tally

_COMPARED: Final = tuple(
    one.name for one in fields(Entry) if one.name not in ("record", "activity")
)


@dataclass(frozen=True)
class Pair:
    """One figure, before and after."""

    figure: str
    before: int
    after: int

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class CellLine:
    """A category × form of the statistics table; one that is missing in a version is zeros."""

    category: Category
    form: Form
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class VolunteerLine:
    """A volunteer whose figures differ."""

    volunteer: UUID
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class ChangedEntry:
    """A record that stands in both versions, and the fields in which it differs."""

    before: Entry
    after: Entry
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ToldPair:
    """One figure of requests or visits; None where a version says nothing of them."""

    figure: str
    before: int | None
    after: int | None

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Entries:
    """Which records came in, went out, or say something else, by their UUIDs."""

    added: tuple[Entry, ...] = field(default=())
    removed: tuple[Entry, ...] = field(default=())
    changed: tuple[ChangedEntry, ...] = field(default=())


@dataclass(frozen=True)
class Comparison:
    """Every cell and the totals, changed or not; of the volunteers those that differ.

    `told` is every figure of requests and visits that either version says.
    """

    cells: tuple[CellLine, ...]
    total: tuple[Pair, ...]
    volunteers: tuple[VolunteerLine, ...]
    told: tuple[ToldPair, ...] = ()


def compare(
    before: Tally, after: Tally, told: tuple[Told, Told] = (UNKNOWN, UNKNOWN)
) -> Comparison:
    """Figure by figure, in the table's order and by the volunteers' UUIDs."""
    keys = sorted(before.table.keys() | after.table.keys())
    people = sorted(before.volunteers.keys() | after.volunteers.keys())
    lines = (
        VolunteerLine(who, _pairs(_of(before, who), _of(after, who)))
        for who in people
        if _of(before, who) != _of(after, who)
    )
    return Comparison(
        cells=tuple(
            CellLine(*key, _pairs(before.table.get(key, Cell()), after.table.get(key, Cell())))
            for key in keys
        ),
        total=_pairs(before.total, after.total),
        volunteers=tuple(lines),
        told=_told(*told),
    )


def compare_entries(before: Iterable[Entry], after: Iterable[Entry]) -> Entries:
    """What an amendment adds, takes out and changes; what never leaves the station isn't seen."""
    old = {entry.record: entry for entry in before}
    new = {entry.record: entry for entry in after}
    both = sorted(old.keys() & new.keys())
    changed = [ChangedEntry(old[one], new[one], _differing(old[one], new[one])) for one in both]
    return Entries(
        added=tuple(new[record] for record in sorted(new.keys() - old.keys())),
        removed=tuple(old[record] for record in sorted(old.keys() - new.keys())),
        changed=tuple(one for one in changed if one.fields),
    )


def _told(before: Told, after: Told) -> tuple[ToldPair, ...]:
    was, now = _flat(before), _flat(after)
    return tuple(ToldPair(name, was.get(name), now.get(name)) for name in {**was, **now})


def _flat(told: Told) -> dict[str, int]:
    return {name: n for part in told.to_dict().values() if part for name, n in part.items()}


def _of(tally: Tally, who: UUID) -> Figures:
    return tally.volunteers.get(who, Figures())


def _pairs(before: Any, after: Any) -> tuple[Pair, ...]:
    names = [one.name for one in fields(before)]
    return tuple(Pair(name, getattr(before, name), getattr(after, name)) for name in names)


def _differing(before: Entry, after: Entry) -> tuple[str, ...]:
    return tuple(name for name in _COMPARED if getattr(before, name) != getattr(after, name))
