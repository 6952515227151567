"""A request's situation at its station: what the system goes by when it proposes to pass it on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shared.clock import local_day
from shared.domain import promise, service_order
from shared.domain.service_request import Status
from station.domain.escalation import Situation
from station.models.closing import closing_of, closings_from
from station.models.service_order import orders_of
from station.models.service_request import ServiceRequest


def situation_of(
    session: Session, row: ServiceRequest, now: datetime, fitting: int | None
) -> Situation:
    """`fitting`: how many volunteers are proposed, None where nobody was looked for."""
    today = local_day(now)
    closings = [closing_of(one) for one in closings_from(session, today)]
    return Situation(
        Status(row.status),
        fitting,
        [service_order.Status(one.status) for one in orders_of(session, row.id)],
        promise.is_past(row.promised_at, now),
        promise.closing_on(closings, today) is not None,
    )
