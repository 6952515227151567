"""The signed revisions of a year's months on their way up, with the center's word: one query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from station.models.federation import TABLES
from station.models.month_report import MonthReport
from station.models.tally_version import TallyVersion


@dataclass(frozen=True)
class Passage:
    """A revision: sealed and sent here, receipted and arrived there, decided; None: not so far."""

    month: Month
    is_newest: bool
    revision: int
    sealed_at: datetime
    decision: str | None
    sent_at: datetime | None
    receipt_at: datetime | None
    arrived_at: datetime | None
    refused: str | None = None


def passages(session: Session, year: int) -> list[Passage]:
    """The newest month first, and of each month the newest revision."""
    sent = TABLES.outbox
    query = (
        select(
            MonthReport.month,
            MonthReport.revision,
            TallyVersion.revision,
            TallyVersion.sealed_at,
            TallyVersion.decision,
            sent.sealed_at,
            sent.acked_at,
            sent.arrived_at,
            sent.refused,
        )
        .join(TallyVersion, TallyVersion.report_id == MonthReport.id)
        .outerjoin(sent, sent.msg_id == TallyVersion.message_id)
        .where(MonthReport.month.between(f"{year}-01", f"{year}-12"))
        .order_by(MonthReport.month.desc(), TallyVersion.revision.desc())
    )
    found = []
    for row in session.execute(query):
        month, newest, revision, sealed_at, decision, sent_at, acked_at, arrived_at, refused = row
        times = (sent_at, acked_at, arrived_at)
        is_newest = revision == newest
        passage = Passage(Month.parse(month), is_newest, revision, sealed_at, decision, *times)
        found.append(replace(passage, refused=refused))
    return found
