"""Which reported months stand otherwise in the ledger than in their newest version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, and_, cast, or_, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.service_record import Status
from station.models.evaluation import LateEvaluation
from station.models.ledger import IN_EFFECT
from station.models.month_report import MonthReport
from station.models.month_view import REFUSED
from station.models.service_record import ServiceRecord
from station.models.tally_version import TallyVersion
from station.models.waiting import LedgerMonth

Evaluated = set[tuple[str, str]]


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

    Two queries at most: months in whose ledger nothing was done since the signature aren't
    compared. A certified record never changes but in its evaluation.
    """
    both = sorted(signed.keys() & ledger.keys())
    touched = [month for month in both if _is_touched(signed[month], ledger[month])]
    if not touched:
        return []
    sealed, now = _sealed(session, signed, touched), _standing(session, touched)
    return [month for month in touched if sealed[month] != now[month]]


def _is_touched(signed: Signed, ledger: LedgerMonth) -> bool:
    at, changed_at = signed.sealed_at, ledger.changed_at
    return at is not None and changed_at is not None and changed_at >= at


def _sealed(
    session: Session, signed: Mapping[Month, Signed], months: Sequence[Month]
) -> dict[Month, Evaluated]:
    ids = {signed[month].version: month for month in months}
    query = select(TallyVersion.id, TallyVersion.entries).where(TallyVersion.id.in_(ids))
    return {
        ids[version]: {(_key(line["record"]), line["evaluation"]) for line in entries}
        for version, entries in session.execute(query)
    }


def _standing(session: Session, months: Sequence[Month]) -> dict[Month, Evaluated]:
    named = {str(month): month for month in months}
    query = (
        select(ServiceRecord.month, cast(ServiceRecord.id, String), IN_EFFECT)
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.month.in_(named),
            ServiceRecord.status == Status.CERTIFIED,
        )
    )
    found: dict[Month, Evaluated] = {month: set() for month in months}
    for month, record, evaluation in session.execute(query):
        found[named[month]].add((_key(record), evaluation))
    return found


def _key(record: str) -> str:
    """A record's id as both databases and JSON may write it, without dashes."""
    return record.replace("-", "")
