"""One monthly report as an officer reads it: the paper, its check, whether it came in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions.tally_check import differences
from center.domain import tally as rule
from center.models import entry, policy, report, tally
from center.models.station import Station
from center.models.tally import Revision, Tally
from shared.domain import deadline
from shared.domain.comparison import Comparison, Entries, compare, compare_entries
from shared.domain.monthly_report import Status
from shared.domain.tally import Cell, Figures
from shared.domain.tally import Tally as Value
from shared.domain.tally_check import Difference
from shared.errors import NotFoundError


@dataclass(frozen=True)
class Reading:
    """A month and the version that is shown; `is_checked` only of what waits for a decision.

    `differences` is None while entries of a version to be checked are under way.
    """

    month: Tally
    station: Station
    shown: Revision
    revisions: Sequence[Revision]
    on_time: bool
    last_day: date
    is_checked: bool
    differences: Sequence[Difference] | None

    @property
    def is_newest(self) -> bool:
        return self.shown.revision == self.month.revision

    def sum(self, figure: str, form: str | None = None) -> int:
        """A figure of the table, of one form or all."""
        cells = [cell for cell in self.shown.cells if form in (None, cell["form"])]
        return sum(cell[figure] for cell in cells)


def read_report(session: Session, id: UUID, revision: int | None) -> Reading:
    """The newest version, or the one asked for; NotFoundError `tally.unknown_revision`."""
    month, home = report.one(session, id)
    revisions = report.revisions(session, id)
    shown = _pick(revisions, revision or month.revision)
    figures, days = policy.figures_and_days(session, month.year)
    on_time = month.on_time
    if on_time is None:
        on_time = deadline.is_on_time(shown.arrived_at, month.of_month, figures, days)
    is_checked = month.status == Status.REPORTED and shown.revision == month.revision
    return Reading(
        month=month,
        station=home,
        shown=shown,
        revisions=revisions,
        on_time=on_time,
        last_day=deadline.last_day(month.of_month, figures, days),
        is_checked=is_checked,
        differences=differences(session, month, shown, figures) if is_checked else (),
    )


def compare_versions(
    session: Session, id: UUID, first: int, second: int
) -> tuple[Reading, Comparison, Entries]:
    """Two versions of a month, figure by figure, and what of its entries differs."""
    reading = read_report(session, id, first)
    pair = (reading.shown, _pick(reading.revisions, second))
    was, now = (_value(one, tally.rows_of(session, id, one.revision)) for one in pair)
    entries = [entry.values(session, id, one.revision) for one in pair]
    told = (pair[0].told, pair[1].told)
    return reading, compare(was, now, told), compare_entries(*entries)


def _pick(revisions: Sequence[Revision], wanted: int) -> Revision:
    for one in revisions:
        if one.revision == wanted:
            return one
    raise NotFoundError("tally.unknown_revision", revision=wanted)


def _value(one: Revision, rows: Mapping[UUID, Figures]) -> Value:
    table = rule.table_of(one.cells)
    sums = {
        name: sum(getattr(cell, name) for cell in table.values())
        for name in ("activities", "records", "hours", "satisfied_hours", "points_hours")
    }
    return Value(table, rows, Cell(people=one.people, **sums))
