"""Training sessions entered with who attended, changed, and taken back (六.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.life_cycle import move
from shared.domain.registration import is_in_service
from shared.errors import InvalidError, NotFoundError
from station.domain.training import NEXT, Status, Training, check_training, minutes_of
from station.models.audit import log
from station.models.training import TrainingAttendance, TrainingSession, lock_session
from station.models.volunteer import Volunteer, spans

SAME = ("topic", "kind", "strand", "day", "minutes", "trainer")


def enter_training(
    session: Session, actor: Actor, now: datetime, training: Training
) -> TrainingSession:
    """A session that was held, with its attendance: one form."""
    held = TrainingSession(status=Status.HELD, entered_by=actor.id, entered_at=now)
    _fill(session, now, held, training)
    _log(session, (actor, now), held, training, "entered")
    return held


def change_training(
    session: Session, actor: Actor, now: datetime, session_id: UUID, training: Training
) -> TrainingSession:
    """The session and its attendance anew; a sealed report says so from its next revision on."""
    held = _standing(session, session_id)
    _fill(session, now, held, training)
    _log(session, (actor, now), held, training, "changed")
    return held


def void_training(
    session: Session, actor: Actor, now: datetime, session_id: UUID, reason: str
) -> TrainingSession:
    """A session that counts no more; it stays, with the reason."""
    held = _locked(session, session_id)
    if not reason.strip():
        raise InvalidError("training.needs_reason", field="reason")
    held.status = move(NEXT, Status(held.status), Status.VOIDED)
    held.reason, held.ended_by, held.ended_at = reason, actor.id, now
    _log(session, (actor, now), held, None, "voided")
    return held


def _fill(session: Session, now: datetime, held: TrainingSession, training: Training) -> None:
    check_training(training, local_day(now))
    _check_people(session, training)
    for name in SAME:
        setattr(held, name, getattr(training, name))
    session.add(held)
    session.flush()
    session.execute(delete(TrainingAttendance).filter_by(session_id=held.id))
    session.add_all(
        TrainingAttendance(session_id=held.id, volunteer_id=who, minutes=minutes)
        for who, minutes in minutes_of(training).items()
    )
    session.flush()


def _check_people(session: Session, training: Training) -> None:
    """Who serves here on that day."""
    wanted = set(minutes_of(training))
    query = select(Volunteer.id, Volunteer.name).where(Volunteer.id.in_(wanted))
    names = {volunteer: name for volunteer, name in session.execute(query)}
    served = spans(session, wanted)
    for volunteer in sorted(wanted):
        if volunteer not in names:
            raise InvalidError("training.unknown_volunteer", field="rows")
        if not is_in_service(training.day, served.get(volunteer, ())):
            raise InvalidError("training.not_in_service", name=names[volunteer], field="rows")


def _standing(session: Session, session_id: UUID) -> TrainingSession:
    held = _locked(session, session_id)
    move(NEXT, Status(held.status), Status.VOIDED)
    return held


def _locked(session: Session, session_id: UUID) -> TrainingSession:
    held = lock_session(session, session_id)
    if held is None:
        raise NotFoundError("training.unknown")
    return held


def _log(
    session: Session,
    who: tuple[Actor, datetime],
    held: TrainingSession,
    training: Training | None,
    verb: str,
) -> None:
    after: dict[str, Any] = {"status": held.status, "reason": held.reason or ""}
    after |= {name: getattr(held, name) for name in ("kind", "strand", "day", "minutes")}
    if training is not None:
        after["attendance"] = {str(one): m for one, m in minutes_of(training).items()}
    log(session, *who, Change(f"training.{verb}", f"training:{held.id}", None, after))
