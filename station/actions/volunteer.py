"""Volunteers in service: beginning, ending, leaving; found by number without showing one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain import id_number
from shared.domain.life_cycle import move
from shared.domain.registration import NEXT, Status
from shared.domain.service_record import Status as RecordStatus
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.federation.outbox import Draft, promise, upper_name
from shared.vault import vault_of
from shared.wire import registration as wire
from station.actions.team import part_from_teams
from station.models.audit import log
from station.models.federation import TABLES
from station.models.member import member_by_digest
from station.models.registration import newest_registration
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station
from station.models.volunteer import (
    Volunteer,
    VolunteerSpan,
    lock_volunteer,
    open_span,
    volunteer_of,
)


@dataclass(frozen=True)
class Leaving:
    """The last day in service and one of the words of `volunteer.left`."""

    left_on: date
    reason: str


def begin_service(session: Session, volunteer: Volunteer, day: date) -> None:
    """In service from that day on; nothing to do for whoever is already."""
    if open_span(session, volunteer.id) is not None:
        return
    same = select(VolunteerSpan).filter_by(volunteer_id=volunteer.id, first_day=day)
    span = session.scalar(same)
    if span is not None:
        span.last_day = None
    else:
        session.add(VolunteerSpan(volunteer_id=volunteer.id, first_day=day))
    session.flush()


def end_service(session: Session, volunteer: Volunteer, last_day: date) -> None:
    """In service up to and with that day; a span that would end before it began is dropped."""
    span = open_span(session, volunteer.id)
    if span is None:
        return
    if last_day < span.first_day:
        session.delete(span)
    else:
        span.last_day = last_day
    session.flush()


def suspend_service(session: Session, volunteer: Volunteer, day: date) -> None:
    """Out of service from that day on."""
    end_service(session, volunteer, day - timedelta(days=1))


def leave_volunteer(
    session: Session, actor: Actor, now: datetime, volunteer_id: UUID, leaving: Leaving
) -> Volunteer:
    """Ends a volunteer's service with a reason; the center is told; records stay."""
    lock_station(session)
    volunteer = lock_volunteer(session, volunteer_id)
    if volunteer is None:
        raise NotFoundError("volunteer.unknown")
    _check_day(session, volunteer, leaving.left_on, local_day(now))
    before = volunteer.status
    registration = newest_registration(session, volunteer.id)
    registration.status = move(NEXT, Status(registration.status), Status.LEFT)
    volunteer.status = move(NEXT, Status(before), Status.LEFT)
    volunteer.left_on, volunteer.left_reason = leaving.left_on, leaving.reason
    end_service(session, volunteer, leaving.left_on)
    part_from_teams(session, (actor, now), volunteer)
    _tell(session, actor, now, volunteer)
    after = {"status": volunteer.status, "left_on": leaving.left_on, "reason": leaving.reason}
    change = Change("volunteer.left", f"volunteer:{volunteer.id}", {"status": before}, after)
    log(session, actor, now, change)
    return volunteer


def find_volunteer(session: Session, number: str, today: date) -> Volunteer | None:
    """Whoever registered here under an ID number, by its keyed digest."""
    digest = vault_of(session).search_digest(id_number.check(number, today))
    member = member_by_digest(session, digest)
    return volunteer_of(session, member.id) if member else None


def _check_day(session: Session, volunteer: Volunteer, day: date, today: date) -> None:
    if day > today:
        raise InvalidError("volunteer.leaves_in_future", field="left_on", day=day)
    if volunteer.approval_date is None:
        raise ConflictError("volunteer.not_approved", name=volunteer.name)
    if day < volunteer.approval_date:
        raise InvalidError(
            "volunteer.leaves_before_approval", field="left_on", day=volunteer.approval_date
        )
    live = (RecordStatus.SUBMITTED, RecordStatus.CERTIFIED)
    later = select(ServiceRecord.day).where(
        ServiceRecord.volunteer_id == volunteer.id,
        ServiceRecord.day > day,
        ServiceRecord.status.in_(live),
    )
    served = session.scalar(later.order_by(ServiceRecord.day.desc()).limit(1))
    if served is not None:
        raise ConflictError("volunteer.served_later", name=volunteer.name, day=served)


def _tell(session: Session, actor: Actor, now: datetime, volunteer: Volunteer) -> None:
    data = {
        "volunteer": volunteer.id,
        "left_on": volunteer.left_on,
        "reason": volunteer.left_reason,
    }
    draft = Draft(wire.LEFT, f"volunteer:{volunteer.id}", data, now, actor=actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
