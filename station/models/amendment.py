"""Which reported months stand otherwise in the ledger than in their newest version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.service_record import Status
from station.domain.tally import pending
from station.models.ledger import entry_of, lines_where
from station.models.month_report import MonthReport
from station.models.month_view import REFUSED, entry_lines
from station.models.service_record import ServiceRecord
from station.models.tally_version import TallyVersion
from station.models.waiting import LedgerMonth


@dataclass(frozen=True)
class Signed:
    """A month's row, and the newest version that the center could take in, if there is one."""

    report: MonthReport
    version: UUID | None
    sealed_at: datetime | None


def signed_months(session: Session, first: Month, last: Month) -> dict[Month, Signed]:
    """The months to which something was done; one query."""
    taken = or_(TallyVersion.decision.is_(None), TallyVersion.decision != REFUSED)
    query = (
        select(MonthReport, TallyVersion.id, TallyVersion.sealed_at)
        .outerjoin(TallyVersion, and_(TallyVersion.report_id == MonthReport.id, taken))
        .where(MonthReport.month.between(str(first), str(last)))
        .order_by(TallyVersion.revision)
    )
    rows = session.execute(query)
    return {report.of_month: Signed(report, version, at) for report, version, at in rows}


def amended_months(
    session: Session, signed: Mapping[Month, Signed], ledger: Mapping[Month, LedgerMonth]
) -> list[Month]:
    """Those whose ledger stands otherwise than their version, in order.

    Two queries at most: only months in whose ledger something was done at the signature's
    instant or after it are compared entry by entry.
    """
    touched = sorted(
        month
        for month in signed.keys() & ledger.keys()
        if _is_touched(signed[month], ledger[month])
    )
    if not touched:
        return []
    entries, versions = _entries(session, touched), _versions(session, signed, touched)
    return [
        month for month in touched if pending(versions[month].entries, entry_lines(entries[month]))
    ]


def _is_touched(signed: Signed, ledger: LedgerMonth) -> bool:
    at, changed_at = signed.sealed_at, ledger.changed_at
    return at is not None and changed_at is not None and changed_at >= at


def _entries(session: Session, months: Sequence[Month]) -> dict[Month, list[Entry]]:
    found: dict[Month, list[Entry]] = defaultdict(list)
    certified = (_in(months), ServiceRecord.status == Status.CERTIFIED)
    for line in lines_where(session, *certified):
        found[Month.parse(line.record.month)].append(entry_of(line))
    return found


def _versions(
    session: Session, signed: Mapping[Month, Signed], months: Collection[Month]
) -> dict[Month, TallyVersion]:
    ids = {signed[month].version: month for month in months}
    query = select(TallyVersion).where(TallyVersion.id.in_(ids))
    return {ids[version.id]: version for version in session.scalars(query)}


def _in(months: Sequence[Month]) -> ColumnElement[bool]:
    return ServiceRecord.month.in_([str(month) for month in months])
