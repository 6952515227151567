"""A month's tally as the station reports it, read back, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.domain import training
from shared.domain.entry import Entry
from shared.domain.service_record import Category, Form
from shared.domain.tally import Cell, Figures, Tally


class Kind(StrEnum):
    """What a pending amendment does to the sealed entries."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


_TRAVELLING = tuple(one.name for one in fields(Entry) if one.name != "activity")
_NAMED = {"date": "day"}


@dataclass(frozen=True)
class Pending:
    """A record that stands otherwise in the ledger than in the newest sealed revision."""

    kind: Kind
    record: UUID


def table_of(tally: Tally) -> dict[str, Any]:
    """The computed part of a report: cells and volunteers as lists, distinct people."""
    return {
        "cells": [
            {"category": str(key[0]), "form": str(key[1]), **asdict(cell)}
            for key, cell in tally.table.items()
        ],
        "volunteers": [
            {"volunteer": who, **asdict(figures)} for who, figures in tally.volunteers.items()
        ],
        "people": tally.total.people,
    }


def training_lines(
    table: Mapping[tuple[training.Kind, training.Strand], training.Cell],
) -> list[dict[str, Any]]:
    """The training statistics table as rows."""
    return [
        {"kind": str(kind), "strand": str(strand), **asdict(cell)}
        for (kind, strand), cell in table.items()
    ]


def read_table(data: Mapping[str, Any]) -> Tally:
    """The tally in a sealed revision's data; its total counts activities cell by cell."""
    cells = {(Category(row["category"]), Form(row["form"])): _cell(row) for row in data["cells"]}
    people = {UUID(str(row["volunteer"])): _figures(row) for row in data["volunteers"]}
    total = sum(people.values(), Figures())
    activities = sum(cell.activities for cell in cells.values())
    return Tally(
        cells,
        people,
        Cell(
            activities,
            total.records,
            data["people"],
            total.hours,
            total.satisfied_hours,
            total.points_hours,
        ),
    )


def entry_line(entry: Entry) -> dict[str, Any]:
    """An entry as `tally.entries` carries it."""
    return {_NAMED.get(name, name): getattr(entry, name) for name in _TRAVELLING}


def entry_json(entry: Entry) -> dict[str, Any]:
    """The same in JSON's values, as a sealed revision keeps it."""
    line = entry_line(entry)
    for name in ("record", "volunteer", "certifier", "category", "form", "evaluation"):
        line[name] = None if line[name] is None else str(line[name])
    return line | {"day": entry.date.isoformat()}


def sealed_entry(line: Mapping[str, Any]) -> Entry:
    """An entry of a sealed revision, read back; its activity isn't among what was sealed."""
    return Entry.from_dict({**line, "date": line["day"]})


def parts_of(lines: Sequence[dict[str, Any]], size: int) -> list[list[dict[str, Any]]]:
    """Lines in parts of at most `size`; none give one empty part, so that a part always comes."""
    return [list(lines[at : at + size]) for at in range(0, max(len(lines), 1), size)]


def pending(
    sealed: Iterable[Mapping[str, Any]], current: Iterable[Mapping[str, Any]]
) -> list[Pending]:
    """What an amendment would change, in the order of the records' UUIDs."""
    before = {line["record"]: line for line in sealed}
    after = {line["record"]: line for line in current}
    found = []
    for record in sorted(before.keys() | after.keys()):
        if record not in before:
            found.append(Pending(Kind.ADDED, UUID(record)))
        elif record not in after:
            found.append(Pending(Kind.REMOVED, UUID(record)))
        elif before[record] != after[record]:
            found.append(Pending(Kind.CHANGED, UUID(record)))
    return found


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell(**{name: row[name] for name in Cell.__dataclass_fields__})


def _figures(row: Mapping[str, Any]) -> Figures:
    return Figures(**{name: row[name] for name in Figures.__dataclass_fields__})
