"""What the station hears of requests: a task from above, and how its own fare elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain import passage
from shared.domain.contact_file import ContactFile, contact_file
from shared.domain.custody import Verdict, judge
from shared.domain.passage import OUTCOMES, OVER
from shared.domain.service_request import ABOVE, Proof, Status
from shared.errors import ConflictError, ForbiddenError, UntrustedError
from shared.federation.erasure import forget
from shared.federation.link import Message
from shared.federation.node_key import key_of
from shared.federation.outbox import own_name
from shared.federation.sealing import open_sealed
from shared.federation.sender import sender_of
from shared.request_news import custody_in, said_in
from station.actions.escalation import drop_contact, title_of
from station.actions.front_news import tell_status
from station.actions.order_calling_off import call_off
from station.actions.request_news import ASKED, WAITS, subject, tell_contact
from station.actions.request_step import Step, take_step
from station.domain.service_request import WITHDRAWING
from station.models import service_item
from station.models.audit import log
from station.models.counter import next_number
from station.models.federation import TABLES
from station.models.request_double import digests
from station.models.request_note import RequestNote
from station.models.service_request import RequestContact, ServiceRequest, by_id, passage_of

TASK = ("category", "item_name", "district", "wished", "urgency", "received_at", "why")


def on_routed(session: Session, message: Message, now: datetime) -> None:
    """A task for this station, or who has its own request now."""
    data, own = message.data, own_name(session, TABLES)
    step = Step(data["reason"], data["to_title"], heard=True)
    who = _who(message, now, data["by"])
    if data["to"] == own:
        row = _task(session, data, now)
        known = passage_of(row)
    else:
        row = _own_request(session, data)
        known = passage_of(row)
    news = said_in(data, known.first, data["to"])
    take_step(session, who, row, passage.learn(known, news), step)


def on_taken(session: Session, message: Message, now: datetime) -> None:
    """Somebody accepted it: the contact is sealed to their key, if that is the directory's.

    Sealed to nobody where its requester has given up meanwhile.
    """
    data = message.data
    row = _own_request(session, data)
    known, said = passage_of(row), custody_in(data)
    if judge(said, known.custody) is Verdict.STALE or known.holder in (None, known.first):
        raise ConflictError("custody.stale")
    key = key_of(session, TABLES, data["station"])
    if key is not None and key.seal_key != data["seal_key"]:
        raise UntrustedError("escalation.other_key")
    if known.status in ABOVE or said != known.custody:
        news = replace(known, status=Status.ACCEPTED, custody=said)
        step = Step(title=data["title"], heard=True)
        who = _who(message, now, data["title"])
        take_step(session, who, row, passage.learn(known, news), step)
    if row.pending != WITHDRAWING:
        row.pending = ""
        row.taker, row.taker_phone = data["station"], data["phone"]
        tell_status(session, _who(message, now, data["title"]), row)
        tell_contact(session, row, now, message.id)
        change = Change("request.contact_sealed", subject(row), None, {"to": data["station"]})
        log(session, sender_of(message), now, change)


def on_contact(session: Session, message: Message, now: datetime) -> None:
    """Opens what was sealed for this station, as long as it has the request."""
    data = message.data
    row = by_id(session, data["request"], lock=True)
    known, own = passage_of(row), own_name(session, TABLES)
    if known.first == own:
        raise ForbiddenError("escalation.own_contact")
    is_ours = known.holder == own and custody_in(data) == known.custody
    if is_ours:
        _keep(session, row, contact_file(open_sealed(session, data["sealed"]).decode()))
    else:
        forget(session, TABLES, subject(row))
    word = "opened" if is_ours else "dropped"
    log(session, sender_of(message), now, Change(f"request.contact_{word}", subject(row)))


def _keep(session: Session, row: ServiceRequest, found: ContactFile) -> None:
    """The contact as it is now, and of the words those that are new."""
    facts = vars(found.contact) | digests(session, found.contact)
    session.merge(RequestContact(request_id=row.id, **facts))
    for said in found.said:
        if session.get(RequestNote, said.id) is None:
            session.add(RequestNote(request_id=row.id, **vars(said)))
    row.erased_at = None
    row.pending = "" if row.pending == WAITS else row.pending


def on_progress(session: Session, message: Message, now: datetime) -> None:
    """A step of whoever serves it elsewhere; its outcome is kept."""
    data = message.data
    row = _own_request(session, data)
    known, status = passage_of(row), Status(data["status"])
    holder = None if status in OVER else known.holder
    news = replace(known, status=status, holder=holder, custody=custody_in(data))
    told = {name: data[name] for name in ("reason", "visitor", "visit_on", "visit_time")}
    if data["outcome"] is not None:
        row.outcome = data["outcome"] | {"served_on": str(data["outcome"]["served_on"])}
    if row.pending == ASKED or status in (Status.DONE, *OVER):
        row.pending = ""
    step = Step(title=data["title"], heard=True, **told)
    take_step(session, _who(message, now, data["title"]), row, passage.learn(known, news), step)


def on_closed(session: Session, message: Message, now: datetime) -> None:
    """It is over here: back, withdrawn, declined, or somebody else was asked."""
    data, own = message.data, own_name(session, TABLES)
    row = by_id(session, data["request"], lock=True)
    known, was = passage_of(row), row.pending
    news = replace(
        known,
        status=OUTCOMES[data["outcome"]],
        holder=data["holder"],
        custody=custody_in(data),
    )
    who = _who(message, now, data["by"])
    row.pending = ""
    step = Step(data["reason"], title_of(session, data["holder"]), heard=True)
    take_step(session, who, row, passage.learn(known, news), step)
    if known.first != own:
        call_off(session, who, row, data["reason"] or data["outcome"])
        drop_contact(session, row)
    elif was == WITHDRAWING and data["outcome"] == "taken_back":
        gone = passage.serve(passage_of(row), own, Status.WITHDRAWN)
        take_step(session, who, row, gone)


def _task(session: Session, data: dict[str, Any], now: datetime) -> ServiceRequest:
    """The row of what this station is asked for; without contact, and never its own."""
    row = session.get(ServiceRequest, data["request"], with_for_update=True)
    first = data["first_station"]
    if first == own_name(session, TABLES) or (row is not None and row.first_station != first):
        raise ForbiddenError("escalation.own_request")
    if row is None:
        number = next_number(session, "request", local_day(now).year)
        row = ServiceRequest(id=data["request"], number=number, channel="", proof=Proof.NONE)
        row.first_station, row.first_title = first, title_of(session, first)
        row.holder, row.holder_title = first, row.first_title
        row.status, row.status_since = Status.RECEIVED, data["received_at"]
        row.custody_association, row.custody_center, row.passed_up = 0, 0, False
    for name in TASK:
        setattr(row, name, data[name])
    codes = {one.code for one in service_item.all_items(session)}
    row.item_code = data["item"] if data["item"] in codes else None
    row.stars, row.routing_text, row.pending = int(data["has_stars"]), data["routing_text"], ""
    session.add(row)
    session.flush()
    return row


def _own_request(session: Session, data: dict[str, Any]) -> ServiceRequest:
    """NotFoundError, or ForbiddenError for one that another station asked for."""
    row = by_id(session, data["request"], lock=True)
    if row.first_station != own_name(session, TABLES):
        raise ForbiddenError("escalation.of_another")
    return row


def _who(message: Message, now: datetime, name: str) -> tuple[Actor, datetime]:
    """A person or station by the name that the message gives, for the thread to say."""
    sender = sender_of(message)
    return Actor(sender.id, name or sender.name, sender.role, sender.channel), now
