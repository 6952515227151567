"""Photographed slips as pages show them: each with its record, and the records to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain.service_record import Status
from station.domain.certification import CERTIFIER, SIGNATURE
from station.domain.photo import Kind
from station.models.ledger import Line, lines_of, listed_where, read
from station.models.photo import Photo
from station.models.service_order import orders_of_records
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer

MOST_CHOICES = 50


@dataclass(frozen=True)
class FiledSlip:
    """A slip and its record, None while nothing says which; `order` where it is to be read off."""

    photo: Photo
    line: Line | None
    order: UUID | None = None


def filed_slips(session: Session, photos: Iterable[UUID]) -> list[FiledSlip]:
    """The named slips in the order in which they came."""
    query = select(Photo).where(Photo.kind == Kind.EVIDENCE, Photo.id.in_(list(photos)))
    found = list(session.scalars(query.order_by(Photo.id)))
    lines = lines_of(session, [one.record_id for one in found if one.record_id is not None])
    waiting = [id for id, line in lines.items() if line.record.waits_for == SIGNATURE]
    orders = orders_of_records(session, waiting)
    return [
        FiledSlip(one, lines.get(one.record_id), orders.get(one.record_id))
        if one.record_id
        else FiledSlip(one, None)
        for one in found
    ]


def choices(session: Session, name: str = "") -> list[Line]:
    """Records that still take a slip, the newest first, of whoever's name holds a text."""
    query = listed_where(
        ServiceRecord.status == Status.SUBMITTED,
        ServiceRecord.waits_for.in_((SIGNATURE, CERTIFIER)),
        Volunteer.name.contains(name, autoescape=True),
    ).order_by(None)
    newest = (ServiceRecord.day.desc(), ServiceRecord.start.desc(), ServiceRecord.id)
    return read(session, query.order_by(*newest).limit(MOST_CHOICES))
