"""Officers at the ledger: certified by a first, countersigned by a second, lowered, rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.life_cycle import move
from shared.domain.service_record import NEXT, Status
from shared.errors import InvalidError
from station.actions.bulk import Bulk, Result, act_on_each, named, picked
from station.actions.officer import identity_of, officer_for
from station.actions.service_record import log_record
from station.domain import certification as rules
from station.domain.certification import SECOND_OFFICER, Signer, Standing
from station.models.ledger import Line, lines_of
from station.models.participant import evaluated_by_certifier
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station


@dataclass(frozen=True)
class Lowering:
    """Fewer hours than were signed for, and why."""

    hours: int
    reason: str


def certify_records(
    session: Session,
    actor: Actor,
    now: datetime,
    bulk: Bulk,
    lowerings: Mapping[UUID, Lowering],
) -> list[Result]:
    """The first officer's act, a result per record; refused as a whole where the count differs."""
    lines = picked(session, bulk)
    signer = signer_of(session, actor, now)
    beside = evaluated_by_certifier(session, [line.record for line in lines.values()])

    def certify(line: Line) -> None:
        record = line.record
        rules.check_first(standing_of(line), signer)
        rules.check_not_beside(signer.who, beside.get(record.id, ()))
        if record.id in lowerings:
            _lower(record, lowerings[record.id])
        sign_first(session, (actor, now), record, signer)

    return act_on_each(session, (actor, now), bulk, lines, certify)


def second_records(session: Session, actor: Actor, now: datetime, bulk: Bulk) -> list[Result]:
    """The second officer's act on what waits for one."""
    lines = picked(session, bulk)
    signer = signer_of(session, actor, now)

    def countersign(line: Line) -> None:
        rules.check_second(standing_of(line), signer)
        sign_second(session, (actor, now), line.record, signer)

    return act_on_each(session, (actor, now), bulk, lines, countersign)


def sign_first(
    session: Session, who: tuple[Actor, datetime], record: ServiceRecord, signer: Signer
) -> None:
    """Certified, or signed by the first of two; the rules must have been asked."""
    before = record.status
    record.certifier_id, record.certified_by = signer.officer, signer.account
    record.certified_at = who[1]
    if record.needs_second:
        record.waits_for = SECOND_OFFICER
    else:
        record.status = move(NEXT, Status(before), Status.CERTIFIED)
        record.waits_for = None
    log_record(session, who, record, "certified", before)


def sign_second(
    session: Session, who: tuple[Actor, datetime], record: ServiceRecord, signer: Signer
) -> None:
    """Certified by both; the rules must have been asked."""
    before = record.status
    record.second_id, record.second_by, record.second_at = signer.officer, signer.account, who[1]
    record.status = move(NEXT, Status(before), Status.CERTIFIED)
    record.waits_for = None
    log_record(session, who, record, "countersigned", before)


def reject_record(
    session: Session, actor: Actor, now: datetime, record_id: UUID, reason: str
) -> ServiceRecord:
    """Not certified, with the reason; it counts for nothing from then on."""
    lock_station(session)
    record = named(lines_of(session, [record_id], lock=True), record_id).record
    reject_all(session, (actor, now), [record], reason)
    return record


def reject_records(
    session: Session, actor: Actor, now: datetime, bulk: Bulk, reason: str
) -> list[Result]:
    """Several for one reason, a result per record."""
    check_reason(reason)
    lines = picked(session, bulk)

    def reject(line: Line) -> None:
        reject_all(session, (actor, now), [line.record], reason)

    return act_on_each(session, (actor, now), bulk, lines, reject)


def reject_all(
    session: Session, who: tuple[Actor, datetime], records: Iterable[ServiceRecord], reason: str
) -> None:
    """Waiting records that come to nothing, for one reason."""
    check_reason(reason)
    for record in records:
        before = record.status
        record.status = move(NEXT, Status(before), Status.REJECTED)
        record.waits_for, record.reason = None, reason
        record.ended_at, record.ended_by = who[1], who[0].id
        log_record(session, who, record, "rejected", before)


def check_reason(reason: str) -> None:
    """Refuses an act without a reason."""
    if not reason.strip():
        raise InvalidError("service_record.needs_reason", field="reason")


def signer_of(session: Session, actor: Actor, now: datetime) -> Signer:
    """The officer behind an account; one is made of its name where none is spelled like it."""
    officer = officer_for(session, (actor, now), actor)
    return Signer(officer.id, actor.id, identity_of(session, actor, officer))


def standing_of(line: Line) -> Standing:
    """What the rules of certification look at."""
    record = line.record
    return Standing(
        status=Status(record.status),
        waits_for=record.waits_for,
        volunteer=record.volunteer_id,
        volunteer_name=line.name,
        certifier=record.certifier_id,
        certified_by=record.certified_by,
        second=record.second_id,
        recipient_signed=record.recipient_signed,
    )


def _lower(record: ServiceRecord, lowering: Lowering) -> None:
    hours = rules.lowered(record.hours, lowering.hours, lowering.reason)
    record.lowered_from, record.hours = record.hours, hours
    record.lowered_reason = lowering.reason
