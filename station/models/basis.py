"""The rows behind a figure of a month's table or a volunteer: in the ledger, or as sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.policy import Policy
from shared.domain.service_record import Category, Form, Status
from station.domain.basis import Explained, Served, Sums, explain, sums
from station.domain.tally import sealed_entry
from station.models.ledger import Filter, Line, entry_of, lines_of, listed, read
from station.models.policy import policy_of
from station.models.tally_version import TallyVersion


@dataclass(frozen=True)
class Figure:
    """Whose rows are asked for: of a cell, of a volunteer, or of everything."""

    category: Category | None = None
    form: Form | None = None
    volunteer: UUID | None = None

    def takes(self, entry: Entry) -> bool:
        """Whether the entry is part of the figure."""
        wanted = (
            (self.category, entry.category),
            (self.form, entry.form),
            (self.volunteer, entry.volunteer),
        )
        return all(asked is None or asked == found for asked, found in wanted)


@dataclass(frozen=True)
class Row:
    """A record as it stands in the ledger, and its part in the figure."""

    line: Line
    explained: Explained


@dataclass(frozen=True)
class Basis:
    """The rows by day and start, what they come to, and the policy of the year."""

    policy: Policy
    rows: tuple[Row, ...]
    sums: Sums


def month_basis(
    session: Session, month: Month, figure: Figure, version: TallyVersion | None = None
) -> Basis:
    """As the ledger stands, or as that version was sealed: hours and evaluations of then."""
    policy = policy_of(session, month.year)
    if version is not None:
        return _basis(policy, _sealed(session, version, figure))
    query = listed(Filter(month=month, status=Status.CERTIFIED, volunteer=figure.volunteer))
    found = [(line, entry_of(line)) for line in read(session, query)]
    return _basis(policy, [pair for pair in found if figure.takes(pair[1])])


def _sealed(
    session: Session, version: TallyVersion, figure: Figure
) -> Iterable[tuple[Line, Entry]]:
    entries = [sealed_entry(line) for line in version.entries]
    wanted = [entry for entry in entries if figure.takes(entry)]
    lines = lines_of(session, [entry.record for entry in wanted])
    found = [(lines[entry.record], _with_activity(entry, lines)) for entry in wanted]
    return sorted(found, key=lambda pair: (pair[1].date, pair[1].start, pair[1].record))


def _with_activity(entry: Entry, lines: dict[UUID, Line]) -> Entry:
    """The activity never changes: it is the record's."""
    return replace(entry, activity=entry_of(lines[entry.record]).activity)


def _basis(policy: Policy, pairs: Iterable[tuple[Line, Entry]]) -> Basis:
    rows = tuple(
        Row(line, explain(Served(entry, line.record.minutes, line.record.lowered_from), policy))
        for line, entry in pairs
    )
    return Basis(policy, rows, sums(row.explained for row in rows))
