"""A base of the center serves a request: taken, done, with what came of it (三)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions.request_desk import BOOK, desk_of, title_of
from center.actions.request_news import News, tell_given, tell_progress, tell_taken
from center.domain import service_request as rule
from center.domain.base_request import Served, check_served
from center.models.base_contact import BaseContact
from center.models.service_request import REQUESTS, ServiceRequest
from shared.account import Actor
from shared.clock import local_day
from shared.domain import passage
from shared.domain.passage import Desk
from shared.domain.service_request import Status
from shared.errors import ConflictError
from shared.request_book import Deed
from shared.service_request import custody_of, passage_of


def take_request(
    session: Session, actor: Actor, now: datetime, id: UUID, reason: str
) -> ServiceRequest:
    """For a base of this center, which the first station seals the contact to."""
    row, desk = REQUESTS.locked(session, id), desk_of(session)
    known, said = passage_of(row), reason.strip()
    deed = Deed(actor, now)
    given = rule.take_over(known, desk, said)
    if given != known:
        BOOK.enter(session, deed, row, given, {"reason": said})
        tell_given(session, News(row, deed, said, known.holder), desk)
    _say(session, News(row, deed, said), desk, Status.ACCEPTED, None)
    return row


def report_served(
    session: Session, actor: Actor, now: datetime, id: UUID, served: Served
) -> ServiceRequest:
    """Done and over: who came, how long, what the recipient said on paper."""
    row, desk = REQUESTS.locked(session, id), desk_of(session)
    if session.get(BaseContact, row.id) is None:
        raise ConflictError("base_request.no_contact")
    outcome = check_served(served, local_day(row.received_at), local_day(now))
    told = News(row, Deed(actor, now))
    _say(session, told, desk, Status.DISPATCHED, None)
    _say(session, told, desk, Status.DONE, outcome)
    _say(session, told, desk, Status.CLOSED, outcome)
    return row


def _say(
    session: Session, told: News, desk: Desk, to: Status, outcome: Mapping[str, Any] | None
) -> None:
    """A step of this center's own, as a station says it; to the first station, or up."""
    row, deed = told.row, told.deed
    after = passage.serve(passage_of(row), desk.own, to, told.reason)
    data = {
        "request": row.id,
        "custody": custody_of(row),
        "station": desk.own,
        "title": title_of(session, desk.own),
        "status": to,
        "since": deed.now,
        "reason": told.reason,
        "visitor": "",
        "visit_on": None,
        "visit_time": "",
        "outcome": outcome,
    }
    BOOK.write_progress(session, deed, row, after, data)
    if to is Status.ACCEPTED and rule.is_own(after, desk):
        tell_taken(session, told, "")
    else:
        tell_progress(session, told, data, desk)
