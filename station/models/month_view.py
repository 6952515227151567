"""A month as people see it: state, dates, journey, what waits, and every signed revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain import deadline
from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.monthly_report import Status, owed_months
from shared.federation.outbox import this_node
from shared.federation.tables import OutboxMixin
from shared.wire.tally import EntrySchema
from station.domain.tally import Pending, entry_line, pending
from station.models import ledger
from station.models.federation import TABLES
from station.models.month_report import MonthReport, report_of
from station.models.policy import policy_of, working_days
from station.models.tally_version import TallyVersion, versions_of

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
    """`report` is None while nothing was done to the month; `due_on` is the last day in time."""

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


def view(session: Session, month: Month, now: datetime) -> MonthView:
    """The month as of now; nothing is written by looking."""
    report = report_of(session, month)
    versions = versions_of(session, report.id) if report else []
    signed = tuple(Signed(one, _journey(session, one.message_id)) for one in versions)
    policy, days = policy_of(session, month.year), working_days(session)
    return MonthView(
        month=month,
        report=report,
        status=_status(report, signed),
        due_on=deadline.last_day(month, policy, days),
        is_due=not deadline.is_on_time(now, month, policy, days),
        is_owed=_is_owed(session, month),
        waiting=ledger.waiting_for_certifier(session, month),
        held=ledger.held(session, month),
        signed=signed,
        pending=_pending(session, month, versions),
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


def _journey(session: Session, message: UUID) -> Journey | None:
    table: type[OutboxMixin] = TABLES.outbox
    row = session.scalar(select(table).where(table.msg_id == message))
    if row is None:
        return None
    return Journey(row.created_at, row.sealed_at, row.acked_at, row.arrived_at, row.refused)


def _is_owed(session: Session, month: Month) -> bool:
    opened = this_node(session, TABLES).opened_on
    return opened is not None and month in owed_months(opened, None, month)


def _pending(session: Session, month: Month, versions: list[TallyVersion]) -> tuple[Pending, ...]:
    """Against the newest revision that the center could take in."""
    taken = [version for version in versions if version.decision != REFUSED]
    if not taken:
        return ()
    return tuple(pending(taken[-1].entries, entry_lines(ledger.entries_of(session, month))))


def entry_lines(entries: list[Entry]) -> list[dict[str, object]]:
    """Entries as `tally.entries` carries them, in JSON's values."""
    lines: list[dict[str, object]] = EntrySchema(many=True).dump(
        [entry_line(entry) for entry in entries]
    )
    return lines
