"""What the station tells the center of a request: it can't serve it, how it fares, the contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.contact_file import ContactFile, Said
from shared.domain.service_request import Status
from shared.federation.holding import Promised, held_until, let_go
from shared.federation.outbox import Draft, promise, this_node, upper_name
from shared.federation.sealing import seal_for
from shared.wire.service_request import CONTACT, ESCALATED, PROGRESS, WITHDRAWN
from station.domain.escalation import check_untold
from station.models.federation import TABLES
from station.models.request_note import WORDS, notes_of
from station.models.request_outcome import outcome_of
from station.models.service_request import ServiceRequest, contact_of
from station.models.station_state import station_state

ASKED, WAITS = "taking_back", "contact"
_WITH_OUTCOME = frozenset({Status.DONE, Status.CLOSED})


def tell_escalated(session: Session, who: tuple[Actor, datetime], row: ServiceRequest) -> None:
    """All that routing needs, and nothing of who asks."""
    data = {
        "request": row.id,
        "first_station": row.first_station,
        "category": row.category,
        "item": row.item_code,
        "item_name": row.item_name,
        "district": row.district,
        "wished": row.wished,
        "urgency": row.urgency,
        "has_stars": row.stars > 0,
        "received_at": row.received_at,
        "why": row.why,
        "routing_text": row.routing_text,
        "custody": _custody(row),
        "escalated_at": who[1],
    }
    _up(session, Draft(ESCALATED, subject(row), data, who[1], who[0].id))


def tell_progress(
    session: Session, who: tuple[Actor, datetime], row: ServiceRequest, step: Mapping[str, Any]
) -> None:
    """A step of a request that another station asked for; its contact is waited for, or gone.

    Refuses a reason that tells who asks: it goes in clear through whoever stands between.
    An acceptance on a page is held back for half a minute: until then it can be undone.
    """
    contact = contact_of(session, row.id)
    if contact is not None:
        check_untold(step["reason"], contact, row.district, "reason")
    let_go(session, TABLES, progress_of(session, row))
    node, status = this_node(session, TABLES), Status(row.status)
    said = {name: step[name] for name in ("reason", "visitor", "visit_on", "visit_time")}
    is_taken = status is Status.ACCEPTED and contact is None
    data = said | {
        "request": row.id,
        "custody": _custody(row),
        "station": node.name,
        "title": node.title,
        "status": status,
        "since": who[1],
        "phone": station_state(session).phone if status is Status.ACCEPTED else "",
        "outcome": outcome_of(session, row.id) if status in _WITH_OUTCOME else None,
    }
    later = held_until(who[0]) if is_taken else None
    _up(session, Draft(PROGRESS, subject(row), data, who[1], who[0].id, not_before=later))
    if is_taken:
        row.pending = WAITS


def progress_of(session: Session, row: ServiceRequest) -> Promised:
    """What this station said of a request's progress."""
    return Promised(upper_name(session, TABLES), PROGRESS, subject(row))


def tell_question(
    session: Session, who: tuple[Actor, datetime], row: ServiceRequest, by: str
) -> None:
    """The station wants it back, or its requester nothing more: whoever decides above is asked."""
    data = {"request": row.id, "custody": _custody(row), "by": by, "withdrawn_at": who[1]}
    _up(session, Draft(WITHDRAWN, subject(row), data, who[1], who[0].id))


def tell_contact(
    session: Session, row: ServiceRequest, now: datetime, cause: UUID | None = None
) -> None:
    """Name, telephone, address and all words, sealed to the key of who accepted it (`taker`)."""
    contact = contact_of(session, row.id)
    if contact is None or not row.taker:
        return
    notes = [note for note in notes_of(session, row.id) if note.kind in WORDS]
    said = tuple(Said(note.id, note.at, note.kind, note.text) for note in notes)
    clear = ContactFile(contact, said).to_json().encode()
    sealed = seal_for(session, TABLES, row.taker, clear)
    data = {"request": row.id, "custody": _custody(row), "to": row.taker, "sealed": sealed}
    _up(session, Draft(CONTACT, subject(row), data, now, cause=cause))


def subject(row: ServiceRequest) -> str:
    """As it travels and is logged."""
    return f"request:{row.id}"


def _custody(row: ServiceRequest) -> dict[str, int]:
    return {"association": row.custody_association, "center": row.custody_center}


def _up(session: Session, draft: Draft) -> None:
    promise(session, TABLES, upper_name(session, TABLES), draft)
