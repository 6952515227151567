"""The station's requests in figures: a month's as its report says them, how it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.request_figures import RequestFigures, Standing
from shared.domain.service_request import Status
from station.domain.request_figures import Step, Story, figures_of
from station.models.federation import Node
from station.models.request_queue import OPEN, in_part, is_past
from station.models.request_step import RequestStep
from station.models.service_request import ServiceRequest


def standing(session: Session, now: datetime) -> Standing:
    """As of now; one query."""
    figures = (func.count(), func.min(ServiceRequest.received_at))
    here = select(*figures).where(in_part(OPEN))
    past = select(func.count()).where(in_part(OPEN), is_past(now)).scalar_subquery()
    count, since, late = session.execute(here.add_columns(past)).one()
    return Standing(count, since, late)


def request_figures(
    session: Session, months: Sequence[Month], now: datetime
) -> dict[Month, RequestFigures]:
    """Months that follow one another, by what was written down by their ends; one query."""
    found = _stories(session, months[0], months[-1])
    return {month: figures_of(found, month, now) for month in months}


def _stories(session: Session, first: Month, last: Month) -> list[Story]:
    """All that was received by the end and wasn't over before the beginning."""
    own = select(Node.name).where(Node.id == 1).scalar_subquery()
    query = (
        select(
            RequestStep.request_id,
            ServiceRequest.first_station == own,
            ServiceRequest.received_at,
            RequestStep.at,
            RequestStep.status,
            RequestStep.is_ours,
            RequestStep.promised_at,
        )
        .join(ServiceRequest, ServiceRequest.id == RequestStep.request_id)
        .where(
            or_(ServiceRequest.closed_at.is_(None), ServiceRequest.closed_at >= first.begins),
            ServiceRequest.received_at < last.ends,
            RequestStep.at < last.ends,
        )
        .order_by(RequestStep.request_id, RequestStep.at, RequestStep.id)
    )
    found: dict[UUID, Story] = {}
    for request, is_own, received, at, status, is_ours, promised in session.execute(query):
        story = found.setdefault(request, Story(bool(is_own), received))
        story.steps.append(Step(at, Status(status), is_ours, promised))
    return list(found.values())
