"""Passing a request on, wanting it back, giving another's back; and what is heard of one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain import passage
from shared.domain import service_request as requests
from shared.domain.life_cycle import move
from shared.domain.service_request import NEXT, Status, Urgency, Why
from shared.errors import ConflictError
from shared.federation.erasure import forget
from shared.federation.holding import held, take_back
from shared.federation.node_key import key_of
from shared.federation.outbox import own_name, upper_name
from station.actions.erasure import clear_words
from station.actions.front_news import tell_status
from station.actions.order_calling_off import call_off
from station.actions.request_news import (
    ASKED,
    progress_of,
    subject,
    tell_escalated,
    tell_question,
)
from station.actions.request_step import Step, take_step
from station.domain.escalation import Outgoing, check_outgoing
from station.domain.service_request import WITHDRAWING, check_category
from station.models.district import districts
from station.models.federation import TABLES
from station.models.service_request import ServiceRequest, by_id, contact_of, passage_of


@dataclass(frozen=True)
class Confirmed:
    """What the clerk confirmed: the text that leaves, why, and the reason that the requester reads.

    `category` where none was settled yet.
    """

    text: str
    why: Why
    reason: str
    category: str | None = None


def confirm_escalation(
    session: Session, actor: Actor, now: datetime, request_id: UUID, confirmed: Confirmed
) -> ServiceRequest:
    """The center has it from now on; whoever was sent is called off."""
    row = by_id(session, request_id, lock=True)
    own, upper = own_name(session, TABLES), upper_name(session, TABLES)
    if row.first_station != own:
        raise ConflictError("escalation.of_another")
    category = check_category(row.category or confirmed.category)
    contact = contact_of(session, row.id)
    if contact is None:
        raise ConflictError("service_request.erased")
    outgoing = Outgoing(
        category,
        row.item_name,
        row.district,
        tuple(row.wished),
        Urgency(row.urgency),
        row.stars > 0,
        confirmed.why,
        confirmed.text,
    )
    known = {one.name for one in districts(session, given_up_too=True)}
    checked = check_outgoing(outgoing, contact, known)
    moved = passage.escalate(passage_of(row), own, upper, confirmed.reason)
    row.category, row.why, row.routing_text = category, checked.why, checked.text
    take_step(session, (actor, now), row, moved, Step(confirmed.reason, title_of(session, upper)))
    call_off(session, (actor, now), row, confirmed.reason)
    tell_escalated(session, (actor, now), row)
    return row


def take_back_request(
    session: Session, actor: Actor, now: datetime, request_id: UUID
) -> ServiceRequest:
    """Asks for it: it is this station's again once the answer is here, if nobody accepted it."""
    row = _asked_above(session, request_id, ASKED)
    requests.take_back(Status(row.status))
    row.pending = ASKED
    tell_question(session, (actor, now), row, "station")
    tell_status(session, (actor, now), row)
    return row


def ask_withdrawal(
    session: Session, actor: Actor, now: datetime, request_id: UUID
) -> ServiceRequest:
    """Its requester wants nothing any more: over once the answer is here, if it wasn't done."""
    row = _asked_above(session, request_id, WITHDRAWING)
    move(NEXT, Status(row.status), Status.WITHDRAWN)
    row.pending = WITHDRAWING
    tell_question(session, (actor, now), row, "requester")
    tell_status(session, (actor, now), row)
    return row


def return_request(
    session: Session, actor: Actor, now: datetime, request_id: UUID, reason: str
) -> ServiceRequest:
    """What another station asked for goes back to the center; nothing of who asks stays here."""
    row = by_id(session, request_id, lock=True)
    moved = passage.serve(passage_of(row), own_name(session, TABLES), Status.RETURNED, reason)
    upper = title_of(session, upper_name(session, TABLES))
    row.pending = ""
    take_step(session, (actor, now), row, moved, Step(reason, upper))
    call_off(session, (actor, now), row, reason)
    drop_contact(session, row)
    return row


def undo_acceptance(
    session: Session, actor: Actor, now: datetime, request_id: UUID
) -> ServiceRequest:
    """A slip: another station's request is only asked for again; nobody ever heard of it."""
    row = by_id(session, request_id, lock=True)
    promised = progress_of(session, row)
    if not is_undoable(session, row) or not take_back(session, TABLES, promised):
        raise ConflictError("escalation.told_already")
    row.pending = ""
    back = replace(passage_of(row), status=Status.ROUTED)
    take_step(session, (actor, now), row, back, Step(heard=True))
    return row


def is_undoable(session: Session, row: ServiceRequest) -> bool:
    """Whether another station's request was accepted just now, and nobody heard of it yet."""
    known = passage_of(row)
    if known.status is not Status.ACCEPTED or known.holder == known.first:
        return False
    is_here = known.holder == own_name(session, TABLES)
    return is_here and held(session, TABLES, progress_of(session, row)) is not None


def refuse_escalation(
    session: Session, who: tuple[Actor, datetime], request_id: UUID, sentence: str
) -> None:
    """The center couldn't take it in: it is this station's as before, and says why."""
    row = by_id(session, request_id, lock=True)
    known = passage_of(row)
    if known.status is Status.ESCALATED and known.passed_up:
        back = replace(known, status=Status.RECEIVED, holder=known.first, passed_up=False)
        row.pending = ""
        take_step(session, who, row, back, Step(sentence[:500]))


def refuse_question(session: Session, who: tuple[Actor, datetime], request_id: UUID) -> None:
    """The center couldn't take in what was asked: nothing is waited for any more."""
    row = by_id(session, request_id, lock=True)
    if row.pending in (ASKED, WITHDRAWING):
        row.pending = ""
        tell_status(session, who, row)


def drop_contact(session: Session, row: ServiceRequest) -> None:
    """Another station's resident is nobody's business here once the request is gone."""
    if row.first_station != own_name(session, TABLES):
        clear_words(session, row)
        forget(session, TABLES, subject(row))


def title_of(session: Session, node: str | None) -> str:
    """What a node is called, as the directory says; its name where it says nothing."""
    key = key_of(session, TABLES, node) if node else None
    return (key.title if key else None) or node or ""


def _asked_above(session: Session, request_id: UUID, asked: str) -> ServiceRequest:
    row = by_id(session, request_id, lock=True)
    if not row.passed_up or row.first_station != own_name(session, TABLES):
        raise ConflictError("escalation.not_above")
    if row.pending in (asked, WITHDRAWING):
        raise ConflictError("escalation.asked_already")
    return row
