"""Paper slips photographed and filed: as evidence of a record, by the code on it or by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.service_record import Status
from shared.errors import ConflictError, NotFoundError
from shared.picture import Picture
from station.actions.photo import keep_photo
from station.actions.reported_service import SignedSlip, sign_by_slip
from station.domain.certification import CERTIFIER, SIGNATURE
from station.domain.photo import Kind
from station.domain.slip import one_order, one_record
from station.models import photo
from station.models.audit import log
from station.models.photo import Photo
from station.models.service_order import by_id, person_of
from station.models.service_record import ServiceRecord
from station.models.signature import waiting_records
from station.models.station_state import lock_station

ENDED = (Status.REJECTED, Status.VOIDED)


@dataclass(frozen=True)
class Slip:
    """A photographed paper, what the codes on it say, and the record that a person chose."""

    picture: Picture
    codes: tuple[str, ...] = ()
    record: UUID | None = None


@dataclass(frozen=True)
class Filed:
    """The photo, its record if any, and whether its digest is now the record's evidence.

    `by` is qr or hand, None where nothing says which record it is. Of an `order` an officer reads
    off first what the recipient said, and who signed.
    """

    photo: Photo
    record: UUID | None
    by: str | None
    is_evidence: bool
    order: UUID | None = None


def file_slip(session: Session, actor: Actor, now: datetime, slip: Slip) -> Filed:
    """Files the photo with the record that its code names, else with the one chosen by hand.

    Without either it is kept, to be named by a new record's evidence or filed later.
    """
    lock_station(session)
    coded = one_record(slip.codes)
    if (order_id := one_order(slip.codes)) is not None:
        return _file_with_order(session, (actor, now), order_id, slip)
    if coded is not None and slip.record not in (None, coded):
        raise ConflictError("photo.other_slip")
    record_id = coded or slip.record
    record = None if record_id is None else _record(session, record_id)
    kept = keep_photo(session, (actor, now), Kind.EVIDENCE, slip.picture)
    if record is None:
        return Filed(kept, None, None, is_evidence=False)
    is_evidence = _file(session, (actor, now), kept, record)
    order = _order_waiting(session, record)
    return Filed(kept, record.id, "qr" if coded else "hand", is_evidence, order)


def file_kept_slip(
    session: Session, actor: Actor, now: datetime, photo_id: UUID, record_id: UUID
) -> Filed:
    """Files by hand what was kept without a record."""
    lock_station(session)
    kept = photo.by_id(session, photo_id, lock=True)
    if kept.kind != Kind.EVIDENCE or kept.record_id not in (None, record_id):
        raise ConflictError("photo.in_use")
    record = _record(session, record_id)
    person = person_of(session, record_id)
    if kept.order_id not in (None, None if person is None else person.order_id):
        raise ConflictError("photo.other_slip")
    is_evidence = _file(session, (actor, now), kept, record)
    return Filed(kept, record_id, "hand", is_evidence, _order_waiting(session, record))


def _file_with_order(
    session: Session, who: tuple[Actor, datetime], order_id: UUID, slip: Slip
) -> Filed:
    """Beside the records of its order; kept without one while nobody reported it done."""
    by_id(session, order_id)
    records = [line.record.id for line in waiting_records(session, order_id)]
    others = {slip.record, one_record(slip.codes)} - {None, *records}
    if others:
        raise ConflictError("photo.other_slip")
    kept = keep_photo(session, who, Kind.EVIDENCE, slip.picture)
    kept.order_id, kept.record_id = order_id, records[0] if records else None
    session.flush()
    log(session, *who, Change("order.slip_filed", f"order:{order_id}", None, {"photo": kept.id}))
    return Filed(kept, kept.record_id, "qr" if records else None, False, order_id)


def _record(session: Session, record_id: UUID) -> ServiceRecord:
    record = session.get(ServiceRecord, record_id, with_for_update=True)
    if record is None:
        raise NotFoundError("service_record.unknown")
    if record.status in ENDED:
        raise ConflictError("photo.record_ended")
    return record


def _order_waiting(session: Session, record: ServiceRecord) -> UUID | None:
    """The order of a record that waits for its recipient."""
    person = person_of(session, record.id) if record.waits_for == SIGNATURE else None
    return None if person is None else person.order_id


def _file(
    session: Session, who: tuple[Actor, datetime], kept: Photo, record: ServiceRecord
) -> bool:
    """Whether the record took the digest: from its first officer's signature on it takes none."""
    kept.record_id = record.id
    if record.waits_for == SIGNATURE and _order_waiting(session, record) is None:
        sign_by_slip(session, *who, record.id, SignedSlip(kept.sha256))
        return True
    is_open = record.status == Status.SUBMITTED and record.waits_for == CERTIFIER
    before = {"evidence": record.evidence}
    if is_open:
        record.evidence = kept.sha256
    session.flush()
    after = {"evidence": record.evidence, "photo": kept.id}
    log(session, *who, Change("record.slip_filed", f"record:{record.id}", before, after))
    return is_open
