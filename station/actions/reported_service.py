"""What a volunteer did on their own: reported by them, certified once the signed slip is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.service_record import Category, Evaluation, Form
from shared.errors import ConflictError, InvalidError
from station.actions.bulk import Bulk, named, picked
from station.actions.certification import standing_of
from station.actions.officer import identity_of
from station.actions.service_record import enter_records, log_record
from station.domain.certification import CERTIFIER, SIGNATURE, check_slip
from station.domain.entered_record import Entered, NewRecord, Source
from station.models.ledger import Line
from station.models.officer import officer_of
from station.models.service_order import person_of
from station.models.service_record import ServiceRecord

OWN = Source("volunteer", waits_for=SIGNATURE)


@dataclass(frozen=True)
class Report:
    """A service as its volunteer reports it; whom they served says later how it was (二.2).

    `evidence` is the SHA-256 of what the volunteer sent along; it is no signed slip yet.
    """

    day: date
    start: str
    end: str
    category: Category
    place: str
    content: str
    recipient: str
    break_minutes: int = 0
    evidence: str = ""
    paid: bool = False
    late_reason: str = ""


@dataclass(frozen=True)
class SignedSlip:
    """The signed slip, scanned in by an officer: its SHA-256, and what it says of the service."""

    evidence: str
    evaluation: Evaluation = Evaluation.NONE


def report_service(
    session: Session, actor: Actor, now: datetime, volunteer: UUID, report: Report
) -> Entered:
    """Waits for the recipient's signature; not written where it is refused."""
    if not report.recipient.strip():
        raise InvalidError("service_record.needs_recipient", field="recipient")
    row = NewRecord(
        volunteer=volunteer,
        day=report.day,
        start=report.start,
        end=report.end,
        category=report.category,
        form=Form.DISPATCHED,
        place=report.place,
        content=report.content,
        break_minutes=report.break_minutes,
        paid=report.paid,
        evidence=report.evidence,
        late_reason=report.late_reason,
        recipient=report.recipient,
    )
    [entered] = enter_records(session, actor, now, [row], OWN)
    return entered


def sign_by_slip(
    session: Session, actor: Actor, now: datetime, record_id: UUID, slip: SignedSlip
) -> ServiceRecord:
    """An officer has the signed slip: from now on the record waits for its certifier.

    One of a service order is signed with all of its order.
    """
    lines = picked(session, Bulk([record_id], 1))
    if person_of(session, record_id) is not None:
        raise ConflictError("one_time_signature.of_order")
    return take_slip(session, actor, now, named(lines, record_id), slip)


def take_slip(
    session: Session, actor: Actor, now: datetime, line: Line, slip: SignedSlip
) -> ServiceRecord:
    """Likewise for a record that is locked, of an order or not."""
    who = identity_of(session, actor, officer_of(session, actor.id))
    check_slip(standing_of(line), who, slip.evidence)
    record = line.record
    record.evidence, record.evaluation = slip.evidence, slip.evaluation
    record.recipient_signed, record.waits_for = True, CERTIFIER
    log_record(session, (actor, now), record, "signed_by_slip", record.status)
    return record
