"""A year's months in few queries: state, deadline, what waits, how far the newest version came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.domain import deadline
from shared.domain.month import Month
from shared.domain.monthly_report import Status, owed_months
from shared.federation.outbox import this_node
from station.domain.month_check import Waiting
from station.models.federation import TABLES
from station.models.month_report import MonthReport, reports_between
from station.models.policy import policy_of, working_days
from station.models.tally_version import TallyVersion
from station.models.waiting import waiting_by_month


@dataclass(frozen=True)
class MonthLine:
    """`due_on` is the last day in time; the receipt is the newest version's."""

    month: Month
    report: MonthReport | None
    status: Status
    due_on: date
    is_due: bool
    is_owed: bool
    is_over: bool
    waiting: Waiting
    sealed_at: datetime | None
    receipt_at: datetime | None


def year_lines(session: Session, months: Sequence[Month], now: datetime) -> list[MonthLine]:
    """One line a month; a handful of queries, however many months."""
    reports = reports_between(session, months[0], months[-1])
    waits = waiting_by_month(session, months[0], months[-1])
    journeys = _newest(session, [report.id for report in reports.values()])
    days, opened = working_days(session), this_node(session, TABLES).opened_on
    owed = set(owed_months(opened, None, months[-1])) if opened else set()
    policies = {year: policy_of(session, year) for year in {month.year for month in months}}
    lines = []
    for month in months:
        report, policy = reports.get(month), policies[month.year]
        sealed, receipt = journeys.get(report.id, (None, None)) if report else (None, None)
        lines.append(
            MonthLine(
                month=month,
                report=report,
                status=_status(report, receipt),
                due_on=deadline.last_day(month, policy, days),
                is_due=not deadline.is_on_time(now, month, policy, days),
                is_owed=month in owed,
                is_over=now >= month.ends,
                waiting=waits.get(month, Waiting()),
                sealed_at=sealed,
                receipt_at=receipt,
            )
        )
    return lines


def _status(report: MonthReport | None, receipt: datetime | None) -> Status:
    """Sealed is reported once the center's receipt is here."""
    if report is None:
        return Status.OPEN
    if report.status == Status.SEALED and receipt is not None:
        return Status.REPORTED
    return Status(report.status)


def _newest(
    session: Session, reports: Sequence[object]
) -> dict[object, tuple[datetime, datetime | None]]:
    """When the newest version of each was sealed, and receipted."""
    newest = (
        select(TallyVersion.report_id, func.max(TallyVersion.revision).label("revision"))
        .where(TallyVersion.report_id.in_(reports))
        .group_by(TallyVersion.report_id)
        .subquery()
    )
    outbox = TABLES.outbox
    query = (
        select(TallyVersion.report_id, TallyVersion.sealed_at, outbox.acked_at)
        .join(
            newest,
            (newest.c.report_id == TallyVersion.report_id)
            & (newest.c.revision == TallyVersion.revision),
        )
        .outerjoin(outbox, outbox.msg_id == TallyVersion.message_id)
    )
    return {report: (sealed, acked) for report, sealed, acked in session.execute(query)}
