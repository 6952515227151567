"""Monthly reports as they arrive: revisions, their entries, requests to unlock."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.actions import hop
from center.domain import tally as rule
from center.models import entry, tally
from center.models.audit import log
from center.models.entry import Entry, EntryPart
from center.models.station import Station
from center.models.tally import Revision, Tally
from shared.audit import Change
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.domain.service_record import minutes
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from shared.federation.link import Message
from shared.federation.sender import sender_of

COPIED = (
    "channel",
    "people",
    "volunteers_on_roster",
    "members",
    "training",
    "requests",
    "visits",
    "summary",
    "photos",
    "no_photo_reason",
    "signed_by",
    "sealed_at",
    "entries",
    "entries_digest",
)


def on_month(session: Session, message: Message, now: datetime) -> None:
    """Stores a complete revision beside the earlier ones; an accepted month takes none."""
    hop.check_own(message)
    data = message.data
    month = _month(session, message)
    if month.revision >= data["revision"]:
        return
    before = {"status": month.status, "revision": month.revision}
    month.status = rule.receive(Status(month.status))
    month.revision = data["revision"]
    session.flush()
    session.add(_revision(message))
    tally.add_rows(session, month.id, month.revision, data["volunteers"])
    after = {"status": month.status, "revision": month.revision, "month": month.month}
    change = Change("tally.report", f"tally:{month.id}", before, after)
    log(session, sender_of(message), now, change)


def on_entries(session: Session, message: Message, now: datetime) -> None:
    """Stores a part of a revision's entries; waits for the revision itself."""
    hop.check_own(message)
    data = message.data
    month = _of_station(session, message)
    if data["revision"] > month.revision:
        raise NotFoundError("tally.unknown_revision", revision=data["revision"])
    key = (month.id, data["revision"])
    if session.get(EntryPart, (*key, data["part"])) is not None:
        return
    _check_entries(session, key, data)
    part = EntryPart(tally=key[0], revision=key[1], part=data["part"], parts=data["parts"])
    entry.add_part(session, part, data["entries"])
    after = {"revision": key[1], "part": part.part, "entries": len(data["entries"])}
    log(session, sender_of(message), now, Change("tally.detail", f"tally:{key[0]}", None, after))


def on_unlock_asked(session: Session, message: Message, now: datetime) -> None:
    """The station's request to change an accepted month, for an officer to answer."""
    month = _of_station(session, message)
    if month.status != Status.ACCEPTED or month.accepted != message.data["revision"]:
        raise ConflictError("tally.not_accepted", status=month.status)
    month.unlock_reason = message.data["reason"]
    month.unlock_asked_at = message.business_at
    change = Change("tally.ask_unlock", f"tally:{month.id}", None, {"reason": month.unlock_reason})
    log(session, sender_of(message), now, change)


def _month(session: Session, message: Message) -> Tally:
    """The month's row, locked; made for a first revision, under the station's own id for it."""
    data, name = message.data, str(message.data["month"])
    known = session.get(Tally, data["tally"], with_for_update=True)
    if known is not None:
        if (known.station, known.month) != (message.sender, name):
            raise ForbiddenError("tally.other_month", month=known.month)
        return known
    if session.get(Station, message.sender) is None:
        raise NotFoundError("station.unknown", station=message.sender)
    query = select(Tally.id).where(Tally.station == message.sender, Tally.month == name)
    if session.scalar(query) is not None:
        raise ConflictError("tally.reported_twice", month=name)
    return _made(session, message)


def _made(session: Session, message: Message) -> Tally:
    month: Month = message.data["month"]
    made = Tally(
        id=message.data["tally"],
        station=message.sender,
        year=month.year,
        month=str(month),
        status=Status.REPORTED,
        revision=0,
        times_returned=0,
    )
    session.add(made)
    return made


def _of_station(session: Session, message: Message) -> Tally:
    month = tally.locked(session, message.data["tally"])
    if month.station != message.sender:
        raise ForbiddenError("tally.other_month", month=month.month)
    return month


def _revision(message: Message) -> Revision:
    data = message.data
    return Revision(
        tally=data["tally"],
        revision=data["revision"],
        content=hop.content(message),
        message=message.id,
        cells=data["cells"],
        amends=data["amends"] and data["amends"]["reason"],
        captions=json.dumps(data["captions"], ensure_ascii=False),
        arrived_at=message.business_at,
        **{name: data[name] for name in COPIED},
    )


def _check_entries(session: Session, key: tuple[UUID, int], data: dict[str, Any]) -> None:
    of_revision = (EntryPart.tally == key[0], EntryPart.revision == key[1])
    parts = session.scalar(select(EntryPart.parts).where(*of_revision).limit(1))
    if not 1 <= data["part"] <= data["parts"] or parts not in (None, data["parts"]):
        raise ConflictError("tally.parts_differ", parts=data["parts"])
    for line in data["entries"]:
        minutes(line["start"], line["end"])
    records = [line["record"] for line in data["entries"]]
    query = select(Entry.record).where(Entry.tally == key[0], Entry.revision == key[1])
    known = session.scalars(query.where(Entry.record.in_(records))).all()
    if known or len(set(records)) < len(records):
        raise InvalidError("tally.entry_twice")
