"""What 上报与同步 shows of a station's own: each month's revisions on their way to the center."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from shared.web.tier import MonthLine
from station.models.month_passage import passages


def link_months(session: Session, year: int) -> Sequence[MonthLine]:
    """The year's months, the newest first; the receipt is dated by the center's clock."""
    return [
        MonthLine(
            month=one.month,
            revision=one.revision,
            sealed_at=one.sealed_at,
            sent_at=one.sent_at,
            receipt_at=one.receipt_at and (one.arrived_at or one.receipt_at),
            answer=one.decision,
            refused=one.refused,
            is_newest=one.is_newest,
        )
        for one in passages(session, year)
    ]
