"""What the clerk writes into a month's draft, and the head may sign: text, reason for no photo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.errors import ConflictError
from station.actions.monthly_report import month_row
from station.models.audit import log
from station.models.month_report import MonthReport
from station.models.station_state import lock_station


@dataclass(frozen=True)
class Text:
    """The summary ("" is the one that the figures give), and why there is no photo."""

    summary: str
    no_photo_reason: str


def write_draft(
    session: Session, actor: Actor, now: datetime, month: Month, text: Text
) -> MonthReport:
    """Kept with the month until the head signs it; an accepted month takes none."""
    lock_station(session)
    report = month_row(session, month)
    if report.status == Status.ACCEPTED:
        raise ConflictError("monthly_report.needs_unlock")
    report.draft_summary = text.summary.strip() or None
    report.draft_no_photo_reason = text.no_photo_reason.strip() or None
    log(session, actor, now, Change("month.drafted", f"tally:{report.id}"))
    return report
