"""A month's tally: statistics table, per-volunteer figures, sums; computed, never typed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from shared.domain import canonical
from shared.domain.entry import Entry as Entry
from shared.domain.policy import Policy
from shared.domain.service_record import Category, Evaluation, Form, earns_points
from shared.errors import InvalidError


@dataclass(frozen=True)
class Figures:
    """The three kinds of hours that stand side by side everywhere, and the points."""

    records: int = 0
    hours: int = 0
    satisfied_hours: int = 0
    points_hours: int = 0
    points: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.records + other.records,
            self.hours + other.hours,
            self.satisfied_hours + other.satisfied_hours,
            self.points_hours + other.points_hours,
            self.points + other.points,
        )


@dataclass(frozen=True)
class Cell:
    """One category × form: 次, 人次, 人数 (distinct, never summed) and the three hours."""

    activities: int = 0
    records: int = 0
    people: int = 0
    hours: int = 0
    satisfied_hours: int = 0
    points_hours: int = 0


@dataclass(frozen=True)
class Tally:
    """The table's cells of something, every volunteer's figures, and the whole."""

    table: Mapping[tuple[Category, Form], Cell]
    volunteers: Mapping[UUID, Figures]
    total: Cell

    @property
    def points(self) -> int:
        """Σ points of all volunteers."""
        return sum(figures.points for figures in self.volunteers.values())

    def to_dict(self) -> dict[str, Any]:
        """As it travels: cells under `category/form`, volunteers under their UUID."""
        return {
            "table": {f"{key[0]}/{key[1]}": asdict(cell) for key, cell in self.table.items()},
            "volunteers": {str(who): asdict(figures) for who, figures in self.volunteers.items()},
            "total": asdict(self.total),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Tally:
        """Read what travelled; InvalidError `tally.bad` says what broke."""
        try:
            return cls(
                {_key(key): Cell(**_whole(cell)) for key, cell in data["table"].items()},
                {UUID(who): Figures(**_whole(line)) for who, line in data["volunteers"].items()},
                Cell(**_whole(data["total"])),
            )
        except (KeyError, ValueError, TypeError, AttributeError) as broken:
            raise InvalidError("tally.bad", detail=str(broken)) from None

    def digest(self) -> str:
        """SHA-256 of the canonical form: equal on both sides where all figures are."""
        return canonical.digest(self.to_dict())


def add_up(records: Iterable[Entry], policy: Policy, volunteers: Iterable[UUID] = ()) -> Tally:
    """The tally of certified records; the volunteers named besides stand with zeros."""
    cells: dict[tuple[Category, Form], list[Entry]] = defaultdict(list)
    people: dict[UUID, Figures] = {who: Figures() for who in volunteers}
    everything = list(records)
    for entry in everything:
        cells[entry.category, entry.form].append(entry)
        people[entry.volunteer] = people.get(entry.volunteer, Figures()) + figures(entry, policy)
    table = {key: _cell(cells[key], policy) for key in sorted(cells)}
    return Tally(table, dict(sorted(people.items())), _cell(everything, policy))


def figures(entry: Entry, policy: Policy) -> Figures:
    """What one record adds to its volunteer."""
    return figures_of((1, entry.hours), entry.evaluation, entry.paid, policy)


def figures_of(
    served: tuple[int, int], evaluation: Evaluation, paid: bool, policy: Policy
) -> Figures:
    """What records of one evaluation and paid mark add; `served` is how many, and their hours."""
    records, hours = served
    earning = hours if earns_points(evaluation, paid, policy) else 0
    satisfied = hours if evaluation is Evaluation.SATISFIED else 0
    return Figures(records, hours, satisfied, earning, earning * policy.points_per_hour)


def _cell(entries: list[Entry], policy: Policy) -> Cell:
    total = sum((figures(entry, policy) for entry in entries), Figures())
    return Cell(
        activities=len({entry.activity or entry.record for entry in entries}),
        records=total.records,
        people=len({entry.volunteer for entry in entries}),
        hours=total.hours,
        satisfied_hours=total.satisfied_hours,
        points_hours=total.points_hours,
    )


def _key(text: str) -> tuple[Category, Form]:
    category, _, form = text.partition("/")
    return Category(category), Form(form)


def _whole(data: Mapping[str, Any]) -> dict[str, int]:
    for name, value in data.items():
        if not isinstance(value, int) or value < 0:
            raise ValueError(f"{name} {value!r}")
    return dict(data)
