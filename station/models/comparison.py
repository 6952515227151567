"""Two versions of a month side by side, or one beside the ledger: figures and records."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import business_now
from shared.domain.comparison import Comparison, Entries, compare, compare_entries
from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.request_figures import Told
from shared.domain.tally import Tally, add_up
from station.domain.tally import read_table, sealed_entry
from station.models.month_ledger import entries_of
from station.models.month_told import month_told, opened_on
from station.models.policy import policy_of
from station.models.tally_version import TallyVersion
from station.models.volunteer import Volunteer


@dataclass(frozen=True)
class Compared:
    """The figures, the records that moved, and everybody's name."""

    figures: Comparison
    entries: Entries
    names: dict[UUID, str]


def compare_versions(
    session: Session, month: Month, before: TallyVersion, after: TallyVersion | None = None
) -> Compared:
    """What `after` changed; without it, what an amendment of the ledger as it stands would."""
    was, now = _sealed(before), _ledger(session, month) if after is None else _sealed(after)
    told = Told.from_dict(before.data)
    told_now = (
        month_told(session, month, opened_on(session), business_now())
        if after is None
        else Told.from_dict(after.data)
    )
    entries = compare_entries(was[1], now[1])
    moved = [*entries.added, *entries.removed, *(one.after for one in entries.changed)]
    figures = compare(was[0], now[0], (told, told_now))
    people = {line.volunteer for line in figures.volunteers} | {one.volunteer for one in moved}
    query = select(Volunteer.id, Volunteer.name).where(Volunteer.id.in_(people))
    return Compared(
        figures=figures,
        entries=entries,
        names={volunteer: name for volunteer, name in session.execute(query)},
    )


def _sealed(version: TallyVersion) -> tuple[Tally, list[Entry]]:
    return read_table(version.data), [sealed_entry(line) for line in version.entries]


def _ledger(session: Session, month: Month) -> tuple[Tally, list[Entry]]:
    entries = entries_of(session, month)
    return add_up(entries, policy_of(session, month.year)), entries
