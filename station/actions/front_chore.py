"""What came in while residents reached this station, or its center wasn't known, and goes on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import AGENT
from station.actions.erasure import AT_ONCE
from station.actions.front_code import takes_along
from station.actions.front_news import tell_status
from station.models.service_request import ServiceRequest


def tell_running(session: Session, now: datetime) -> bool:
    """A chore: has what isn't over followed at the center as well. Nothing is erased."""
    if not takes_along(session):
        return False
    running = (
        select(ServiceRequest)
        .where(ServiceRequest.over_since.is_(None), ServiceRequest.front_door.is_(False))
        .where(ServiceRequest.tracking_code.is_not(None), ServiceRequest.erased_at.is_(None))
        .order_by(ServiceRequest.received_at)
        .limit(AT_ONCE)
        .with_for_update()
    )
    for row in session.scalars(running).all():
        tell_status(session, (AGENT, now), row)
    return False
