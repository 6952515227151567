"""Whole imports taken back, as long as nothing of them was certified, decided or reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain import registration, service_record
from shared.errors import ConflictError, NotFoundError
from station.actions.roster_undo import take_back_roster
from station.actions.submission import withdraw
from station.domain.certification import CERTIFIER
from station.models.audit import log
from station.models.registration import Registration
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station
from station.models.volunteer import Volunteer
from station.models.workbook_import import Kind, Status, WorkbookImport, lock_import

UNDECIDED = (registration.Status.DRAFT, registration.Status.SUBMITTED)

TakeBack = Callable[[Session, tuple[Actor, datetime], WorkbookImport], dict[str, int]]


@dataclass(frozen=True)
class TakenBack:
    """The import, and how many rows of each kind stand as before it."""

    kept: WorkbookImport
    counts: Mapping[str, int]


def take_back_import(session: Session, actor: Actor, now: datetime, import_id: UUID) -> TakenBack:
    """Undoes a written import, all of it or nothing; file and preview stay, marked as taken back.

    Refused once a record of it is certified, rejected or voided, a registration decided, a member
    of it registered, or a month signed that counts its roster.
    """
    lock_station(session)
    kept = lock_import(session, import_id)
    if kept is None:
        raise NotFoundError("workbook_import.unknown")
    if kept.status != Status.WRITTEN:
        raise ConflictError("workbook_import.not_written")
    try:
        with session.begin_nested():
            counts = TAKE_BACK[Kind(kept.kind)](session, (actor, now), kept)
            session.flush()
    except IntegrityError:
        raise ConflictError("workbook_import.in_use") from None
    kept.status, kept.taken_back_by, kept.taken_back_at = Status.TAKEN_BACK, actor.id, now
    kept.undo = None
    before, after = {"status": Status.WRITTEN}, {"status": kept.status, **counts}
    log(session, actor, now, Change("import.taken_back", f"import:{kept.id}", before, after))
    return TakenBack(kept, counts)


def _take_back_records(
    session: Session, _who: tuple[Actor, datetime], kept: WorkbookImport
) -> dict[str, int]:
    """Rows that nobody has signed are deleted: the file says what they were."""
    own = ServiceRecord.import_id == kept.id
    waiting = (
        ServiceRecord.status == service_record.Status.SUBMITTED,
        ServiceRecord.waits_for == CERTIFIER,
        ServiceRecord.certified_at.is_(None),
    )
    found = session.scalar(select(func.count()).where(own)) or 0
    begun = found - (session.scalar(select(func.count()).where(own, *waiting)) or 0)
    if begun:
        raise ConflictError("workbook_import.certified", count=begun)
    session.execute(delete(ServiceRecord).where(own, *waiting))
    return {"records": found}


def _take_back_registrations(
    session: Session, who: tuple[Actor, datetime], kept: WorkbookImport
) -> dict[str, int]:
    """What the center has is withdrawn and stays as a draft; what it never had is deleted."""
    query = select(Registration).filter_by(import_id=kept.id).with_for_update()
    found = session.scalars(query.order_by(Registration.id)).all()
    decided = sum(one.status not in UNDECIDED for one in found)
    if decided:
        raise ConflictError("workbook_import.decided", count=decided)
    for one in found:
        if one.status == registration.Status.SUBMITTED:
            withdraw(session, who, one)
        else:
            session.execute(delete(Registration).where(Registration.id == one.id))
            session.execute(delete(Volunteer).where(Volunteer.id == one.volunteer_id))
    return {"registrations": len(found)}


TAKE_BACK: Mapping[Kind, TakeBack] = {
    Kind.ROSTER: take_back_roster,
    Kind.REGISTRATION: _take_back_registrations,
    Kind.RECORD: _take_back_records,
}
