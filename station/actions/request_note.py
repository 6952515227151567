"""Notes on a request: words that the requester adds, and whether it is one with another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.service_request import Status
from shared.errors import ConflictError
from shared.resident import RESIDENT
from station.actions.request_news import tell_contact
from station.domain import service_request as rules
from station.models.audit import log
from station.models.request_note import Kind, RequestNote, notes_of
from station.models.service_request import ServiceRequest, by_id


def add_words(
    session: Session, actor: Actor, now: datetime, request_id: UUID, words: str
) -> RequestNote:
    """What the requester says besides, while the request is open; who took it reads it too."""
    row = by_id(session, request_id, lock=True)
    count = sum(note.kind == Kind.ADDED for note in notes_of(session, row.id))
    erased = row.erased_at is not None
    said = rules.check_added(Status(row.status), words, count, erased=erased)
    note = add_note(session, (actor, now), row, (Kind.ADDED, said))
    tell_contact(session, row, now)
    log(session, actor, now, Change("request.added", f"request:{row.id}", None, {}))
    return note


def judge_double(
    session: Session, who: tuple[Actor, datetime], request_id: UUID, other_id: UUID, *, same: bool
) -> None:
    """Whether two are one and the same, by a clerk's word; noted at both of them."""
    if request_id == other_id:
        raise ConflictError("service_request.own_double")
    one, other = by_id(session, request_id, lock=True), by_id(session, other_id)
    for row, named in ((one, other), (other, one)):
        add_note(session, who, row, (Kind.DOUBLE, verdict_text(named.number, same=same)))
    after = {"number": other.number, "same": same}
    log(session, *who, Change("request.compared", f"request:{one.id}", None, after))


def verdict_text(number: str, *, same: bool) -> str:
    """What a note of a judged double holds."""
    return f"{'same' if same else 'other'} {number}"


def add_note(
    session: Session, who: tuple[Actor, datetime], row: ServiceRequest, said: tuple[Kind, str]
) -> RequestNote:
    """A note of a kind; nothing of it stands in the log."""
    actor, now = who
    by = "" if actor.role == RESIDENT else actor.name
    note = RequestNote(request_id=row.id, at=now, kind=said[0], by=by, text=said[1])
    session.add(note)
    session.flush()
    return note
