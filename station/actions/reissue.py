"""Certified records set right: voided with a reason, issued anew, evaluated late; never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.life_cycle import move
from shared.domain.month import Month
from shared.domain.service_record import NEXT, Category, Evaluation, Form, Status
from shared.errors import InvalidError, NotFoundError
from station.actions.certification import standing_of
from station.actions.judgement import Desk
from station.actions.officer import identity_of
from station.actions.service_record import Source, log_record, reopen_months, write_record
from station.domain.certification import CERTIFIER, check_evaluator, check_not_beside
from station.domain.entered_record import NewRecord
from station.models.evaluation import LateEvaluation
from station.models.ledger import Line, lines_of, people_beside
from station.models.officer import officer_of
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station

CHANGEABLE = frozenset(field.name for field in fields(NewRecord)) - {"volunteer", "late_reason"}
# a new signature stands for these; the old slip does for the rest
SIGNED = ("day", "start", "end", "break_minutes", "evaluation", "paid")


def void_record(
    session: Session, actor: Actor, now: datetime, record_id: UUID, reason: str
) -> ServiceRecord:
    """A certified record counts no more; it stays, with the reason."""
    line = _locked(session, record_id)
    _void(session, (actor, now), line.record, reason)
    return line.record


def reissue_record(
    session: Session,
    actor: Actor,
    now: datetime,
    record_id: UUID,
    change: tuple[str, Mapping[str, Any]],
) -> tuple[ServiceRecord, ServiceRecord]:
    """The old one, voided, and the new one, which waits for its officers; `change` is reason and
    the fields that differ.

    The old one stops counting at once in the ledger; what was reported stands until the
    amendment is signed.
    """
    reason, differing = change
    line = _locked(session, record_id)
    old = line.record
    _void(session, (actor, now), old, reason)
    row = _changed(line, differing, reason)
    entered = Desk(session, now).judge(row)
    if entered.finding is None:
        raise InvalidError(str(entered.reason))
    source = Source("reissue", old.id)
    new = write_record(session, (actor, now), (row, entered.finding), source)
    old.replaced_by_id = new.id
    session.flush()
    reopen_months(session, (actor, now), [Month.of(row.day)])
    return old, new


def evaluate_record(
    session: Session, actor: Actor, now: datetime, record_id: UUID, evaluation: Evaluation
) -> Line:
    """What the served said: into the record until it is signed, beside it ever after."""
    line = _locked(session, record_id)
    who = identity_of(session, actor, officer_of(session, actor.id))
    standing = standing_of(line)
    check_evaluator(standing, who, line.evaluation)
    check_not_beside(who, people_beside(session, line.record))
    record = line.record
    if standing.status is Status.SUBMITTED and standing.waits_for == CERTIFIER:
        record.evaluation = evaluation
    else:
        late = LateEvaluation(record_id=record.id, evaluation=evaluation, entered_by=actor.id)
        late.entered_at = now
        session.add(late)
        session.flush()
        reopen_months(session, (actor, now), [Month.parse(record.month)])
    log_record(session, (actor, now), record, f"evaluated_{evaluation}", record.status)
    return replace(line, evaluation=evaluation)


def _locked(session: Session, record_id: UUID) -> Line:
    lock_station(session)
    line = lines_of(session, [record_id], lock=True).get(record_id)
    if line is None:
        raise NotFoundError("service_record.unknown")
    return line


def _void(
    session: Session, who: tuple[Actor, datetime], record: ServiceRecord, reason: str
) -> None:
    if not reason.strip():
        raise InvalidError("service_record.needs_reason", field="reason")
    before = record.status
    record.status = move(NEXT, Status(before), Status.VOIDED)
    record.reason, record.ended_at, record.ended_by = reason, who[1], who[0].id
    session.flush()
    log_record(session, who, record, "voided", before)
    reopen_months(session, who, [Month.parse(record.month)])


def _changed(line: Line, differing: Mapping[str, Any], reason: str) -> NewRecord:
    old = line.record
    row = NewRecord(
        volunteer=old.volunteer_id,
        day=old.day,
        start=old.start,
        end=old.end,
        category=Category(old.category),
        form=Form(old.form),
        place=old.place,
        content=old.content,
        break_minutes=old.break_minutes,
        hours=old.hours,
        evaluation=line.evaluation,
        paid=old.paid,
        evidence=old.evidence,
        late_reason=reason,
    )
    new = replace(row, **{name: differing[name] for name in CHANGEABLE & differing.keys()})
    times = any(
        getattr(new, name) != getattr(row, name) for name in ("start", "end", "break_minutes")
    )
    if times and "hours" not in differing:
        new = replace(new, hours=None)
    if _needs_new_signature(row, new) and new.evidence == row.evidence:
        new = replace(new, evidence="")
    return new


def _needs_new_signature(old: NewRecord, new: NewRecord) -> bool:
    """Other times, another evaluation or more hours than the recipient signed for.

    Hours left blank are counted from the times: they may come to more.
    """
    if any(getattr(old, name) != getattr(new, name) for name in SIGNED):
        return True
    return new.hours is None or (old.hours is not None and new.hours > old.hours)
