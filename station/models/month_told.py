"""What a month's report says of requests and visits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.request_figures import UNKNOWN, Told
from shared.federation.outbox import this_node
from station.models.federation import TABLES
from station.models.request_figures import request_figures


def month_told(session: Session, month: Month, now: datetime) -> Told:
    """As of the month's last moment, or as of now; nothing of months that are taken over."""
    opened = this_node(session, TABLES).opened_on
    if opened is not None and month.last_day < opened:
        return UNKNOWN
    return Told(request_figures(session, [month], now)[month])
