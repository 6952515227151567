"""Certified records set right: voided with a reason and issued anew; never edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from station.actions.certification import check_reason
from station.actions.judgement import judge_rows
from station.actions.service_record import log_record, reopen_months, write_record
from station.domain.certification import SIGNATURE
from station.domain.entered_record import NewRecord, Source
from station.models.ledger import Line, lines_of
from station.models.service_order import OrderPerson, person_of
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station

CHANGEABLE = frozenset(field.name for field in fields(NewRecord)) - {"volunteer", "late_reason"}
# a new signature stands for these; the old slip does for the rest
SIGNED = ("day", "start", "end", "break_minutes", "evaluation", "paid", "recipient")
# with these the new one is of the same activity
SHARED = ("day", "category", "form", "place", "content")


def void_record(
    session: Session, actor: Actor, now: datetime, record_id: UUID, reason: str
) -> ServiceRecord:
    """A certified record counts no more; it stays, with the reason."""
    line = _locked(session, record_id)
    void_all(session, (actor, now), [line.record], reason)
    return line.record


def reissue_record(
    session: Session,
    actor: Actor,
    now: datetime,
    record_id: UUID,
    change: tuple[str, Mapping[str, Any]],
) -> tuple[ServiceRecord, ServiceRecord]:
    """The old one, voided, and the new one, which waits for its officers; `change` is reason and
    the fields that differ. One of a service order goes before its recipient again where a new
    signature is due.

    The old one stops counting at once in the ledger; what was reported stands until the
    amendment is signed.
    """
    reason, differing = change
    line = _locked(session, record_id)
    old = line.record
    void_all(session, (actor, now), [old], reason)
    row = _changed(line, differing, reason)
    is_same = all(getattr(row, name) == getattr(old, name) for name in SHARED)
    source = Source("reissue", old.id, old.activity_id if is_same else None)
    person = person_of(session, old.id)
    if person is not None and not row.evidence:
        row = replace(row, evaluation=Evaluation.NONE)
        source = replace(source, waits_for=SIGNATURE)
    [entered] = judge_rows(session, now, [row], source)
    if entered.finding is None:
        raise InvalidError(str(entered.reason))
    new = write_record(session, (actor, now), (row, entered.finding), source)
    session.flush()
    old.replaced_by_id = new.id
    if person is not None:
        _put_into_order(person, old, new, reason)
    reopen_months(session, (actor, now), [Month.of(row.day)])
    return old, new


def void_all(
    session: Session, who: tuple[Actor, datetime], records: Sequence[ServiceRecord], reason: str
) -> None:
    """Certified records that count no more, for one reason."""
    check_reason(reason)
    for record in records:
        before = record.status
        record.status = move(NEXT, Status(before), Status.VOIDED)
        record.reason, record.ended_at, record.ended_by = reason, who[1], who[0].id
        log_record(session, who, record, "voided", before)
    session.flush()
    reopen_months(session, who, [Month.parse(record.month) for record in records])


def _locked(session: Session, record_id: UUID) -> Line:
    lock_station(session)
    line = lines_of(session, [record_id], lock=True).get(record_id)
    if line is None:
        raise NotFoundError("service_record.unknown")
    return line


def as_entered(line: Line) -> NewRecord:
    """The record as a form shows it again; its officers are left open."""
    old = line.record
    return NewRecord(
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
        recipient=old.recipient,
    )


def _changed(line: Line, differing: Mapping[str, Any], reason: str) -> NewRecord:
    row = replace(as_entered(line), late_reason=reason)
    new = replace(row, **{name: differing[name] for name in CHANGEABLE & differing.keys()})
    times = any(
        getattr(new, name) != getattr(row, name) for name in ("start", "end", "break_minutes")
    )
    if times and "hours" not in differing:
        new = replace(new, hours=None)
    if _needs_new_signature(row, new) and new.evidence == row.evidence:
        new = replace(new, evidence="")
    return new


def _put_into_order(
    person: OrderPerson, old: ServiceRecord, new: ServiceRecord, reason: str
) -> None:
    """The order's record from now on; hours that are lowered stand beside the signed figure."""
    person.record_id = new.id
    if new.recipient_signed and new.hours < old.hours:
        new.lowered_from, new.lowered_reason = old.lowered_from or old.hours, reason


def _needs_new_signature(old: NewRecord, new: NewRecord) -> bool:
    """Other times, another evaluation or more hours than the recipient signed for.

    Hours left blank are counted from the times: they may come to more.
    """
    if any(getattr(old, name) != getattr(new, name) for name in SIGNED):
        return True
    return new.hours is None or (old.hours is not None and new.hours > old.hours)
