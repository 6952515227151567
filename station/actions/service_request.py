"""Requests received by every channel, accepted, declined, withdrawn, reopened, closed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain import passage as passages
from shared.domain import service_order
from shared.domain.contact import check_words, checked
from shared.domain.passage import Passage
from shared.domain.service_request import Status, check_marks
from shared.federation.outbox import own_name
from shared.resident import RESIDENT
from station.actions.escalation import ask_withdrawal
from station.actions.order_calling_off import call_off
from station.actions.request_entry import new_row, place
from station.actions.request_news import tell_contact
from station.actions.request_note import add_note, add_words, judge_double
from station.actions.request_step import Step, take_step
from station.domain import service_request as rules
from station.domain.service_request import Acceptance, Asked
from station.models.federation import TABLES
from station.models.request_double import digests
from station.models.request_note import Kind
from station.models.service_order import orders_of
from station.models.service_request import RequestContact, ServiceRequest, by_id, passage_of

__all__ = [
    "accept_request",
    "add_words",
    "close_request",
    "decline_request",
    "judge_double",
    "receive_request",
    "reopen_request",
    "withdraw_request",
]


def receive_request(session: Session, actor: Actor, now: datetime, asked: Asked) -> ServiceRequest:
    """A request by whatever channel, with its tracking code.

    The same id a second time is the request as it stands: the front door sends again.
    """
    known = None if asked.request is None else session.get(ServiceRequest, asked.request)
    if known is not None:
        return known
    contact = checked(asked.contact, rules.needed(asked.channel))
    check_marks(asked.urgency, asked.proof, by_clerk=asked.channel in rules.BY_CLERK)
    row = new_row(session, now, asked)
    session.add(row)
    session.flush()
    session.add(RequestContact(request_id=row.id, **vars(contact), **digests(session, contact)))
    take_step(session, (actor, row.received_at), row, passages.begin(row.first_station))
    return row


def accept_request(
    session: Session, actor: Actor, now: datetime, request_id: UUID, given: Acceptance
) -> ServiceRequest:
    """It can be done here; item, category, district and urgency are settled by the clerk."""
    row = by_id(session, request_id, lock=True)
    moved = _served(session, row, Status.ACCEPTED, given.reason)
    place(session, row, given.item, given.district)
    if given.category is not None and given.item is None:
        row.category = given.category
    rules.check_category(row.category)
    row.urgency, row.account_id = given.urgency, actor.id
    take_step(session, (actor, now), row, moved, Step(given.reason))
    return row


def decline_request(
    session: Session, actor: Actor, now: datetime, request_id: UUID, reason: str
) -> ServiceRequest:
    """It can't be done, and the requester reads why; orders under way are called off."""
    return _end(session, (actor, now), request_id, Status.DECLINED, reason)


def withdraw_request(
    session: Session, actor: Actor, now: datetime, request_id: UUID, reason: str = ""
) -> ServiceRequest:
    """Its requester wants nothing any more; whoever decides is asked while it is elsewhere.

    What they say of it is theirs, and stands in no step.
    """
    row = by_id(session, request_id, lock=True)
    if actor.role == RESIDENT and reason.strip():
        add_note(session, (actor, now), row, (Kind.WITHDRAWN, check_words(reason)))
        reason = ""
    if row.passed_up:
        tell_contact(session, row, now)
        return ask_withdrawal(session, actor, now, request_id)
    return _end(session, (actor, now), request_id, Status.WITHDRAWN, reason)


def reopen_request(
    session: Session, actor: Actor, now: datetime, request_id: UUID, words: str
) -> ServiceRequest:
    """Not solved: the first station has it again, with what the requester says of it."""
    row = by_id(session, request_id, lock=True)
    moved = passages.reopen(passage_of(row), erased=row.erased_at is not None)
    add_note(session, (actor, now), row, (Kind.NOT_SOLVED, check_words(words)))
    take_step(session, (actor, now), row, moved)
    return row


def close_request(session: Session, actor: Actor, now: datetime, request_id: UUID) -> bool:
    """Done and over once every order that counts is signed; False while one isn't."""
    row = by_id(session, request_id, lock=True)
    statuses = [service_order.Status(one.status) for one in orders_of(session, row.id)]
    if row.status != Status.DONE or not service_order.are_signed(statuses):
        return False
    take_step(session, (actor, now), row, _served(session, row, Status.CLOSED))
    return True


def _end(
    session: Session, who: tuple[Actor, datetime], request_id: UUID, to: Status, reason: str
) -> ServiceRequest:
    row = by_id(session, request_id, lock=True)
    moved = _served(session, row, to, reason)
    take_step(session, who, row, moved, Step(reason))
    call_off(session, who, row, reason or str(to))
    return row


def _served(session: Session, row: ServiceRequest, to: Status, reason: str = "") -> Passage:
    return passages.serve(passage_of(row), own_name(session, TABLES), to, reason)
