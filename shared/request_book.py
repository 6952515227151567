"""How a step of a request is written at center and association: passage, thread, log at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import AuditMixin, Change, write_line
from shared.domain.passage import Passage
from shared.domain.promise import Promise, due
from shared.domain.service_request import Status
from shared.domain.working_day import WorkingDays
from shared.federation.link import Message
from shared.federation.sender import sender_of
from shared.request_query import Requests
from shared.service_request import (
    QUESTION,
    RequestMixin,
    RequestStepMixin,
    facts_of,
    put_passage,
)

PROMISE: Final = Promise()
_SAID: Final = ("reason", "visitor", "visit_on", "visit_time")
R = TypeVar("R", bound=RequestMixin)
S = TypeVar("S", bound=RequestStepMixin)


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


def subject(row: RequestMixin) -> str:
    """As it travels and is logged."""
    return f"request:{row.id}"


@dataclass(frozen=True)
class Book(Generic[R, S]):
    """A tier's tables, its log, what it calls nodes, and which days are working days."""

    requests: Requests[R, S]
    audit: type[AuditMixin]
    title_of: Callable[[Session, str | None], str]
    days: Callable[[Session], WorkingDays]

    def enter(
        self,
        session: Session,
        deed: Deed,
        row: R,
        after: Passage,
        step: Mapping[str, Any] | None = None,
    ) -> None:
        """Writes what a rule gave, with its step; `step` says more than who has it now."""
        before = None if row.status is None else facts_of(row)
        promised = due(after.status, deed.now, self.days(session), PROMISE)
        put_passage(row, after, deed.now, promised)
        session.add(row)
        session.flush()
        said = {"title": self.title_of(session, row.holder), **(step or {})}
        said |= {"status": row.status, "holder": row.holder}
        self._step(session, deed, row, said)
        verb = after.status if before else "arrived"
        told = facts_of(row) | {"reason": said.get("reason", "")}
        self.log(session, deed, row, Change(f"service_request.{verb}", "", before, told))

    def write_progress(
        self, session: Session, deed: Deed, row: R, heard: Passage, data: Mapping[str, Any]
    ) -> None:
        """The step, with who comes when; who accepted it is who gets the contact."""
        step = {name: data[name] for name in _SAID}
        title = {} if heard.status is Status.RETURNED else {"title": data["title"]}
        self.enter(session, deed, row, heard, step | title)
        if heard.status is Status.ACCEPTED:
            row.taker, row.taker_title = data["station"], data["title"]
        if data["outcome"] is not None:
            row.outcome = data["outcome"] | {"served_on": str(data["outcome"]["served_on"])}

    def note(self, session: Session, deed: Deed, row: R, data: Mapping[str, Any]) -> None:
        """Keeps what a node said that has it no more: it changes nothing."""
        said = {name: data[name] for name in ("status", "title", "reason")}
        self._step(session, deed, row, said | {"is_note": True})
        told = {"said": data["status"]}
        self.log(session, deed, row, Change("service_request.noted", "", None, told))

    def log(self, session: Session, deed: Deed, row: R, change: Change) -> None:
        """A line about this request, whatever `change` calls its subject."""
        line = Change(change.action, subject(row), change.before, change.after)
        write_line(session, self.audit, deed.actor, deed.now, line)

    def by(self, session: Session, deed: Deed) -> str:
        """A person by name, a node by its title."""
        return deed.actor.name if deed.sender is None else self.title_of(session, deed.sender)

    def _step(self, session: Session, deed: Deed, row: R, said: Mapping[str, Any]) -> None:
        step = {"by": deed.actor.name[:64], **said, "sender": deed.sender}
        session.add(self.requests.step(request_id=row.id, at=deed.now, **step))


def put_question(row: RequestMixin, data: Mapping[str, Any], now: datetime) -> None:
    """The question as it came; asked again after having been back it may read differently."""
    for name in QUESTION:
        setattr(row, name, data[name])
    row.arrived_at, row.outcome = now, None
