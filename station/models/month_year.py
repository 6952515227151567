"""A year's months in few queries: state, deadline, what waits, how far the newest version came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain import deadline
from shared.domain.month import Month
from shared.domain.monthly_report import Status, owed_months
from shared.federation.outbox import this_node
from station.domain.month_check import Waiting
from station.models.federation import TABLES
from station.models.month_report import MonthReport
from station.models.notice import Told, told
from station.models.policy import Policies, policies
from station.models.tally_version import TallyVersion
from station.models.waiting import LedgerMonth, ledger_months


@dataclass(frozen=True)
class MonthLine:
    """`due_on` is the last day in time; the receipt is the newest version's.

    `exempt`: the center's reason for which the month needs no group activity.
    """

    month: Month
    report: MonthReport | None
    status: Status
    due_on: date
    is_due: bool
    is_owed: bool
    is_over: bool
    counts: LedgerMonth
    sealed_at: datetime | None
    receipt_at: datetime | None
    exempt: str = ""

    @property
    def waiting(self) -> Waiting:
        return self.counts.waiting


def year_lines(
    session: Session,
    months: Sequence[Month],
    now: datetime,
    center_told: Told | None = None,
    known: Policies | None = None,
) -> list[MonthLine]:
    """One line a month; a handful of queries, however many months.

    What the center said and the policies are read where they aren't at hand.
    """
    rows = _rows(session, months[0], months[-1])
    counts = ledger_months(session, months[0], months[-1])
    opened, said = this_node(session, TABLES).opened_on, center_told or told(session)
    owed = set(owed_months(opened, said.closed_on, months[-1])) if opened else set()
    known = known or policies(session)
    lines = []
    for month in months:
        report, sealed, receipt = rows.get(month, (None, None, None))
        policy = known.of(month.year)
        lines.append(
            MonthLine(
                month=month,
                report=report,
                status=_status(report, receipt),
                due_on=deadline.last_day(month, policy, known.days),
                is_due=not deadline.is_on_time(now, month, policy, known.days),
                is_owed=month in owed,
                is_over=now >= month.ends,
                counts=counts.get(month, LedgerMonth()),
                sealed_at=sealed,
                receipt_at=receipt,
                exempt=said.exempt(month),
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


def _rows(
    session: Session, first: Month, last: Month
) -> dict[Month, tuple[MonthReport, datetime | None, datetime | None]]:
    """Each month's row, when its newest version was sealed, and when that was receipted."""
    outbox = TABLES.outbox
    query = (
        select(MonthReport, TallyVersion.sealed_at, outbox.acked_at)
        .outerjoin(
            TallyVersion,
            (TallyVersion.report_id == MonthReport.id)
            & (TallyVersion.revision == MonthReport.revision),
        )
        .outerjoin(outbox, outbox.msg_id == TallyVersion.message_id)
        .where(MonthReport.month.between(str(first), str(last)))
    )
    return {row[0].of_month: (row[0], row[1], row[2]) for row in session.execute(query)}
