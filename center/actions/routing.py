"""What an officer does with a request: gives it to a station, declines it, passes it up or back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions.base_contact import drop_contact
from center.actions.request_desk import BOOK, desk_of
from center.actions.request_news import News, tell_given, tell_over, tell_own, tell_up
from center.domain import service_request as rule
from center.models.federation import TABLES
from center.models.service_request import REQUESTS, ServiceRequest
from center.models.station import at_work
from shared.account import Actor
from shared.clock import local_day
from shared.domain.service_request import Status
from shared.federation.outbox import upper_name
from shared.request_book import Deed
from shared.service_request import passage_of


@dataclass(frozen=True)
class Routing:
    """To which station, and why, for all to read."""

    to: str
    reason: str


def route_request(
    session: Session, actor: Actor, now: datetime, id: UUID, routing: Routing
) -> ServiceRequest:
    """To a station; another one that was only asked loses it, and is told."""
    row, desk = REQUESTS.locked(session, id), desk_of(session)
    known, reason = passage_of(row), routing.reason.strip()
    names = at_work(session, local_day(now))
    after = rule.route(known, desk, routing.to, reason, names)
    deed = Deed(actor, now)
    BOOK.enter(session, deed, row, after, {"reason": reason})
    tell_given(session, News(row, deed, reason, known.holder), desk)
    return row


def decline_request(
    session: Session, actor: Actor, now: datetime, id: UUID, reason: str
) -> ServiceRequest:
    """Nobody serves it; its requester reads why, with the first station's telephone."""
    row, desk = REQUESTS.locked(session, id), desk_of(session)
    known, deed = passage_of(row), Deed(actor, now)
    BOOK.enter(
        session, deed, row, rule.decline(known, desk, reason.strip()), {"reason": reason.strip()}
    )
    tell_over(session, News(row, deed, reason.strip(), known.holder), desk)
    return row


def escalate_request(
    session: Session, actor: Actor, now: datetime, id: UUID, reason: str
) -> ServiceRequest:
    """No station of this center can serve it: the association routes it to another center."""
    row, desk = REQUESTS.locked(session, id), desk_of(session)
    known, deed = passage_of(row), Deed(actor, now)
    after = rule.escalate(known, desk, upper_name(session, TABLES), reason.strip())
    BOOK.enter(session, deed, row, after, {"reason": reason.strip()})
    drop_contact(session, row)
    tell_up(session, News(row, deed, reason.strip()))
    return row


def return_request(
    session: Session, actor: Actor, now: datetime, id: UUID, reason: str
) -> ServiceRequest:
    """What the association gave goes back to it; what a base took is to be routed again."""
    row, desk = REQUESTS.locked(session, id), desk_of(session)
    known, deed, said = passage_of(row), Deed(actor, now), reason.strip()
    after = rule.give_back(known, desk, said)
    BOOK.enter(session, deed, row, after, {"reason": said})
    drop_contact(session, row)
    if after.holder is None:
        tell_own(session, News(row, deed, said), Status.RETURNED)
    else:
        tell_given(session, News(row, deed, said), desk)
    return row
