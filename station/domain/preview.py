"""What an import would write, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from station.domain.outcome import Judged, Outcome

WRITABLE = (Outcome.ACCEPTED, Outcome.HELD)


@dataclass(frozen=True)
class Line:
    """A row as people check it; `values` hold no ID number, phone or birth date."""

    sheet: str
    row: int
    outcome: str
    reason: str | None
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """A workbook judged: `judged` and `lines` side by side, counts, months, and what else changes.

    `beside` names what no row says, such as who left the roster.
    """

    judged: Sequence[Judged[Any]]
    lines: Sequence[Line]
    months: Sequence[str] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome, and the sizes of what else changes."""
        found = Counter(str(row.outcome) for row in self.judged)
        counts = {str(outcome): found[str(outcome)] for outcome in Outcome}
        return counts | {name: len(items) for name, items in self.beside.items()}

    @property
    def writable(self) -> list[tuple[Judged[Any], Any]]:
        """The accepted and held rows, each with its value."""
        return [(row, row.value) for row in self.judged if row.outcome in WRITABLE]


def line(judged: Judged[Any], name: str, values: Mapping[str, Any]) -> Line:
    """A row's line; a row that is there already also says in which cells it differs."""
    if judged.differences:
        values = {**values, "differences": list(judged.differences)}
    reason = str(judged.reason) if judged.reason else None
    return Line(
        judged.place.sheet, judged.place.row, str(judged.outcome), reason, name, dict(values)
    )


def count_to_write(counts: Mapping[str, int]) -> int:
    """What a confirmation must name: all rows that would be written."""
    return sum(counts[str(outcome)] for outcome in WRITABLE)
