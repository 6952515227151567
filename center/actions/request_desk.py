"""How a request's step is written at this center: its passage, its thread, the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from center.models import policy, station
from center.models.audit import log
from center.models.federation import TABLES
from center.models.service_request import RequestStep, ServiceRequest
from shared.account import Actor
from shared.audit import Change
from shared.domain.passage import Desk, Passage
from shared.domain.promise import Promise, due
from shared.domain.service_request import Status
from shared.federation.link import Message
from shared.federation.node_key import key_of
from shared.federation.outbox import this_node
from shared.federation.sender import sender_of
from shared.service_request import QUESTION, facts_of, passage_of, put_passage

PROMISE = Promise()
SAID = ("reason", "visitor", "visit_on", "visit_time")


@dataclass(frozen=True)
class Deed:
    """Who does it and when; `sender` is the node that said so, `cause` its message."""

    actor: Actor
    now: datetime
    sender: str | None = None
    cause: UUID | None = None


def deed_of(message: Message, now: datetime) -> Deed:
    """What a message says is its sender's deed."""
    return Deed(sender_of(message), now, message.sender, message.id)


def desk_of(session: Session) -> Desk:
    """This center and its stations, those that closed too."""
    below = frozenset(station.titles(session))
    return Desk(this_node(session, TABLES).name, below)


def title_of(session: Session, node: str | None) -> str:
    """What a node is called; its name where nothing better is known, "" for nobody."""
    own = this_node(session, TABLES)
    if node is None or node == own.name:
        return own.title if node else ""
    key = key_of(session, TABLES, node)
    return station.titles(session).get(node) or (key.title if key else node)


def enter(
    session: Session,
    deed: Deed,
    row: ServiceRequest,
    after: Passage,
    step: Mapping[str, Any] | None = None,
) -> None:
    """Writes what a rule gave, with its step; `step` says more than who has it now."""
    is_new = row.status is None
    before = None if is_new else facts_of(row)
    was = None if is_new else passage_of(row)
    days = policy.working_days(session)
    put_passage(row, after, deed.now, due(after.status, deed.now, days, PROMISE))
    session.add(row)
    session.flush()
    more = {"by": deed.actor.name[:64], "title": title_of(session, row.holder), **(step or {})}
    session.add(
        RequestStep(
            request_id=row.id,
            at=deed.now,
            status=row.status,
            holder=row.holder,
            sender=deed.sender,
            **more,
        )
    )
    action = f"service_request.{_verb(was, after)}"
    after_facts = facts_of(row) | {"reason": more.get("reason", "")}
    log(session, deed.actor, deed.now, Change(action, subject(row), before, after_facts))


def put_question(row: ServiceRequest, data: dict[str, Any], now: datetime) -> None:
    """The question as it came; asked again after having been back it may read differently."""
    for name in QUESTION:
        setattr(row, name, data[name])
    row.arrived_at, row.outcome = now, None


def write_progress(
    session: Session, deed: Deed, row: ServiceRequest, heard: Passage, data: dict[str, Any]
) -> None:
    """The step, with who comes when; who accepted it is who gets the contact."""
    step = {name: data[name] for name in SAID}
    title = data["title"] if heard.status is not Status.RETURNED else ""
    enter(session, deed, row, heard, step | ({"title": title} if title else {}))
    if heard.status is Status.ACCEPTED:
        row.taker, row.taker_title = data["station"], data["title"]
    if data["outcome"] is not None:
        row.outcome = data["outcome"] | {"served_on": data["outcome"]["served_on"].isoformat()}


def note(session: Session, deed: Deed, row: ServiceRequest, said: Mapping[str, Any]) -> None:
    """Keeps what a node said that has it no more: it changes nothing."""
    step = {name: said[name] for name in ("status", "title", "reason")}
    by = {"by": deed.actor.name[:64], "sender": deed.sender}
    session.add(RequestStep(request_id=row.id, at=deed.now, is_note=True, **by, **step))
    change = Change("service_request.noted", subject(row), None, {"said": said["status"]})
    log(session, deed.actor, deed.now, change)


def subject(row: ServiceRequest) -> str:
    """As it travels and is logged."""
    return f"request:{row.id}"


def _verb(was: Passage | None, after: Passage) -> str:
    return "arrived" if was is None else str(after.status)
