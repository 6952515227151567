"""What is personal of a request is erased some days after it is over, here and on its way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from shared.account import AGENT, Actor
from shared.asked import uuid_in
from shared.audit import Change
from shared.clock import machine_now
from shared.draft import drop_drafts_about, drop_old
from shared.federation.erasure import erase
from shared.federation.link import Message
from shared.federation.outbox import own_name, upper_name
from shared.federation.sender import sender_of
from shared.wire.front_status import ORDER_RECEIVED, RECEIVED
from station.actions.front_news import tell_status
from station.actions.request_news import subject
from station.models.account import Draft
from station.models.audit import log
from station.models.federation import TABLES
from station.models.request_note import WORDS, RequestNote
from station.models.request_step import RequestStep
from station.models.service_order import ServiceOrder
from station.models.service_request import RequestContact, ServiceRequest
from station.models.signature import Signature
from station.models.station_state import station_state

AT_ONCE: Final = 50
SEALED: Final = (RECEIVED, ORDER_RECEIVED)
WAITING: Final = ("new", "parked")


def erase_due(session: Session, now: datetime) -> bool:
    """A chore: erases, by the machine's clock, what has been over for the station's days.

    Forms that were begun and left, with whoever was on the telephone, go as well.
    """
    drop_old(session, Draft, machine_now())
    days = timedelta(days=station_state(session).keep_days)
    due = (
        select(ServiceRequest)
        .where(ServiceRequest.over_since <= machine_now() - days)
        .where(ServiceRequest.erased_at.is_(None))
        .order_by(ServiceRequest.over_since)
        .limit(AT_ONCE)
        .with_for_update()
    )
    rows = session.scalars(due).all()
    for row in rows:
        erase_request(session, (AGENT, now), row)
    return bool(rows)


def erase_strays(session: Session, now: datetime) -> bool:
    """A chore: after the same days, what was sealed at the front door and no request here keeps.

    What couldn't be entered or even opened, what came once its request was erased, what was signed
    of an order alone. What still waits to be entered stays.
    """
    inbox, days = TABLES.inbox, timedelta(days=station_state(session).keep_days)
    sealed = (inbox.sender == upper_name(session, TABLES), inbox.type.in_(SEALED))
    waiting = select(inbox.subject).where(*sealed, inbox.state.in_(WAITING))
    old = (inbox.body.is_not(None), inbox.received_at <= machine_now() - days)
    query = select(inbox.subject).where(*sealed, *old, inbox.subject.not_in(waiting)).distinct()
    found = list(session.scalars(query.order_by(inbox.subject)))
    kept = _kept(session, found)
    strays = [one for one in found if one not in kept][:AT_ONCE]
    for one in strays:
        erase(session, TABLES, one, now)
        log(session, AGENT, now, Change("front_door.erased", one))
    return bool(strays)


def on_erasure(session: Session, message: Message, now: datetime) -> None:
    """The first station erased one that was served here, or had been given here.

    Nobody has a station's own erased: that is this station's to say.
    """
    row = _named(session, message.subject)
    is_own = row is not None and row.first_station == own_name(session, TABLES)
    if row is not None and not is_own and row.erased_at is None:
        erase_request(session, (sender_of(message), now), row)


def erase_request(session: Session, who: tuple[Actor, datetime], row: ServiceRequest) -> None:
    """Contact, words and names go, also out of what travelled; number, item, steps, dates stay.

    Records, their signatures' drawings and photographed slips stay with the ledger, whose
    evidence they are.
    """
    clear_words(session, row)
    row.requester_id, row.erased_at = None, machine_now()
    erase(session, TABLES, subject(row), who[1])
    tell_status(session, who, row)
    log(session, *who, Change("request.erased", subject(row)))


def clear_words(session: Session, row: ServiceRequest) -> None:
    """All that says here who asks, where, and in what words, also in forms that were left."""
    id = row.id
    drop_drafts_about(session, Draft, [id])
    session.execute(delete(RequestContact).where(RequestContact.request_id == id))
    own = (RequestNote.request_id == id, RequestNote.kind.in_(WORDS))
    session.execute(update(RequestNote).where(*own).values(text=""))
    theirs = (RequestStep.request_id == id, RequestStep.by == "")
    session.execute(update(RequestStep).where(*theirs).values(reason=""))
    clear_orders(session, ServiceOrder.request_id == id)
    session.flush()


def clear_orders(session: Session, orders: ColumnElement[bool]) -> None:
    """What was said to and by those who went, and the names of signers and witnesses."""
    drop_drafts_about(session, Draft, session.scalars(select(ServiceOrder.id).where(orders)).all())
    session.execute(update(ServiceOrder).where(orders).values(message="", reason=""))
    signed = Signature.order_id.in_(select(ServiceOrder.id).where(orders))
    session.execute(update(Signature).where(signed).values(name="", witness=""))


def _kept(session: Session, subjects: Iterable[str]) -> set[str]:
    """The subjects of requests here whose time hasn't come: they are erased with all of theirs."""
    ids = [id for one in subjects if one.startswith("request:") and (id := uuid_in(one[8:]))]
    query = select(ServiceRequest.id).where(
        ServiceRequest.id.in_(ids), ServiceRequest.erased_at.is_(None)
    )
    return {f"request:{id}" for id in session.scalars(query)}


def _named(session: Session, text: str) -> ServiceRequest | None:
    try:
        id = UUID(text.partition(":")[2])
    except ValueError:
        return None
    return session.get(ServiceRequest, id, with_for_update=True, populate_existing=True)
