"""What 上报与同步 shows of a station's own: each month's revisions on their way to the center."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.web.shell import may_do
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
            href=_page(one.month),
        )
        for one in passages(session, year)
    ]


def _page(month: Month) -> str:
    """The month's own page, for who may see it."""
    return url_for("month_page.show_month", month=str(month)) if may_do("month.read") else ""
