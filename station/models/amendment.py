"""Which reported months stand otherwise in the ledger than in their newest version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.service_record import Status
from station.domain.tally import pending
from station.models.evaluation import LateEvaluation
from station.models.ledger import entry_of, lines_where
from station.models.month_report import MonthReport
from station.models.month_view import REFUSED, entry_lines
from station.models.service_record import ServiceRecord
from station.models.tally_version import TallyVersion


def amended_months(session: Session, first: Month, last: Month) -> list[Month]:
    """In order; whatever the number of months, four queries at most.

    Only months in whose ledger something was done since the signature are compared entry by entry.
    """
    newest = _newest(session, first, last)
    touched = _touched(session, newest)
    if not touched:
        return []
    entries, versions = _entries(session, touched), _versions(session, newest, touched)
    return [
        month
        for month in sorted(touched)
        if pending(versions[month].entries, entry_lines(entries[month]))
    ]


def _newest(session: Session, first: Month, last: Month) -> dict[Month, tuple[UUID, datetime]]:
    """Month → the newest version that the center could take in, and when it was sealed."""
    query = (
        select(MonthReport.month, TallyVersion.id, TallyVersion.sealed_at)
        .join(TallyVersion, TallyVersion.report_id == MonthReport.id)
        .where(
            MonthReport.month.between(str(first), str(last)),
            or_(TallyVersion.decision.is_(None), TallyVersion.decision != REFUSED),
        )
        .order_by(TallyVersion.revision)
    )
    return {Month.parse(month): (id, sealed) for month, id, sealed in session.execute(query)}


def _touched(session: Session, newest: dict[Month, tuple[UUID, datetime]]) -> list[Month]:
    """Those with a certification, voiding or evaluation at the seal's instant or after it."""
    query = (
        select(
            ServiceRecord.month,
            func.max(LateEvaluation.entered_at),
            func.max(ServiceRecord.ended_at),
            func.max(ServiceRecord.second_at),
            func.max(ServiceRecord.certified_at),
        )
        .outerjoin(LateEvaluation, LateEvaluation.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.month.in_([str(month) for month in newest]),
            ServiceRecord.status.in_((Status.CERTIFIED, Status.VOIDED)),
        )
        .group_by(ServiceRecord.month)
    )
    return [
        month
        for text, *instants in session.execute(query)
        if any(at and at >= newest[month := Month.parse(text)][1] for at in instants)
    ]


def _entries(session: Session, months: Sequence[Month]) -> dict[Month, list[Entry]]:
    found: dict[Month, list[Entry]] = defaultdict(list)
    certified = (_in(months), ServiceRecord.status == Status.CERTIFIED)
    for line in lines_where(session, *certified):
        found[Month.parse(line.record.month)].append(entry_of(line))
    return found


def _versions(
    session: Session,
    newest: dict[Month, tuple[UUID, datetime]],
    months: Collection[Month],
) -> dict[Month, TallyVersion]:
    ids = {newest[month][0]: month for month in months}
    query = select(TallyVersion).where(TallyVersion.id.in_(ids))
    return {ids[version.id]: version for version in session.scalars(query)}


def _in(months: Sequence[Month]) -> ColumnElement[bool]:
    return ServiceRecord.month.in_([str(month) for month in months])
