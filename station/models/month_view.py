"""A month as people see it: state, dates, journey, what waits, and every signed revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain import deadline
from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.monthly_report import Status, owed_months
from shared.domain.policy import Policy
from shared.federation.tables import OutboxMixin
from station.domain.tally import Pending, entry_json, pending
from station.models.federation import TABLES, Node
from station.models.month_ledger import MonthLedger, month_ledger
from station.models.month_report import MonthReport
from station.models.notice import Notice, told
from station.models.policy import policies
from station.models.tally_version import TallyVersion
from station.models.waiting import LedgerMonth, ledger_months

REFUSED = "refused"


@dataclass(frozen=True)
class Journey:
    """A revision on its way: numbered and sent, receipted, arrived by the center's clock."""

    promised_at: datetime
    sent_at: datetime | None
    receipt_at: datetime | None
    arrived_at: datetime | None
    refused: str | None


@dataclass(frozen=True)
class Signed:
    """A revision with its journey; None once the outbox was pruned."""

    version: TallyVersion
    journey: Journey | None


@dataclass(frozen=True)
class MonthView:
    """`report` is None while nothing was done to the month; `due_on` is the last day in time.

    `ledger` was read where there are versions to hold it against; `exempt` is the center's reason
    for which it needs no group activity, `reminder` its word that waits for the report. `opened` is
    the station's first day.
    """

    month: Month
    report: MonthReport | None
    status: Status
    due_on: date
    is_due: bool
    is_owed: bool
    waiting: int
    held: int
    signed: tuple[Signed, ...]
    pending: tuple[Pending, ...]
    policy: Policy
    counts: LedgerMonth
    ledger: MonthLedger | None = None
    exempt: str = ""
    reminder: Notice | None = None
    opened: date | None = None


def view(session: Session, month: Month, now: datetime) -> MonthView:
    """The month as of now; nothing is written by looking."""
    opened, report, signed = _signed(session, month)
    known = policies(session)
    policy = known.of(month.year)
    counts = ledger_months(session, month, month).get(month, LedgerMonth())
    ledger = month_ledger(session, month) if signed else None
    waiting, said = counts.waiting, told(session)
    return MonthView(
        month=month,
        report=report,
        status=_status(report, signed),
        due_on=deadline.last_day(month, policy, known.days),
        is_due=not deadline.is_on_time(now, month, policy, known.days),
        is_owed=opened is not None and month in owed_months(opened, said.closed_on, month),
        waiting=waiting.certifier,
        held=waiting.held + waiting.second_officer,
        signed=signed,
        pending=_pending(signed, ledger),
        policy=policy,
        counts=counts,
        ledger=ledger,
        exempt=said.exempt(month),
        reminder=said.reminder(month),
        opened=opened,
    )


def _status(report: MonthReport | None, signed: tuple[Signed, ...]) -> Status:
    """Sealed is reported once the center's receipt is here; only receipted rows are pruned."""
    if report is None:
        return Status.OPEN
    if report.status != Status.SEALED:
        return Status(report.status)
    journey = signed[-1].journey
    is_receipted = journey is None or journey.receipt_at is not None
    return Status.REPORTED if is_receipted else Status.SEALED


def _signed(
    session: Session, month: Month
) -> tuple[date | None, MonthReport | None, tuple[Signed, ...]]:
    """The station's first day, the month's row, every version with its journey: one query."""
    table: type[OutboxMixin] = TABLES.outbox
    stages = (table.created_at, table.sealed_at, table.acked_at, table.arrived_at, table.refused)
    query = (
        select(Node.opened_on, MonthReport, TallyVersion, *stages)
        .select_from(Node)
        .outerjoin(MonthReport, MonthReport.month == str(month))
        .outerjoin(TallyVersion, TallyVersion.report_id == MonthReport.id)
        .outerjoin(table, table.msg_id == TallyVersion.message_id)
        .where(Node.id == 1)
        .order_by(TallyVersion.revision)
    )
    rows = session.execute(query).all()
    signed = [
        Signed(row[2], None if row[3] is None else Journey(*row[3:]))
        for row in rows
        if row[2] is not None
    ]
    return rows[0][0], rows[0][1], tuple(signed)


def _pending(signed: tuple[Signed, ...], ledger: MonthLedger | None) -> tuple[Pending, ...]:
    """Against the newest revision that the center could take in."""
    taken = [one.version for one in signed if one.version.decision != REFUSED]
    if not taken or ledger is None:
        return ()
    return tuple(pending(taken[-1].entries, entry_lines(ledger.entries)))


def entry_lines(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries as `tally.entries` carries them, in JSON's values."""
    return [entry_json(entry) for entry in entries]
