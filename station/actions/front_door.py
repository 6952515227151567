"""What residents did at the center's front door: opened, entered as if done here, and answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.domain.contact import Contact
from shared.domain.front_door import MOST_ADDED, Entry
from shared.domain.one_time_signature import Capacity, Device, Signer
from shared.domain.service_record import Evaluation
from shared.domain.service_request import Channel
from shared.errors import ConflictError, ForbiddenError, RefusalError
from shared.federation.link import Message
from shared.federation.outbox import own_name
from shared.front_door import open_entry
from shared.resident import resident
from station.actions import service_request as acts
from station.actions.front_news import tell_order, tell_refused, tell_status
from station.actions.order_step import Who
from station.actions.request_note import add_note
from station.actions.signature import Signing, dispute_by_link, sign_order
from station.domain.service_request import Asked
from station.models.federation import TABLES
from station.models.front_door import FrontEntry
from station.models.request_note import Kind, added_at
from station.models.service_item import public_items
from station.models.service_order import by_id as order_by_id
from station.models.service_request import ServiceRequest, by_id


@dataclass(frozen=True)
class Done:
    """What somebody did there, opened: of which request or order, when, and what was said."""

    about: UUID
    at: datetime
    said: dict[str, Any]


def on_received(session: Session, message: Message, now: datetime) -> None:
    """Enters it once; what can't be entered is answered, and its words stay for the clerk."""
    who, request_id = (resident("federation"), now), message.data["request"]
    entered = _entered(session, who, message, request_id)
    if entered is None:
        return
    entry, said = entered
    entry.request_id = request_id
    row = session.get(ServiceRequest, request_id)
    if row is None or not row.front_door:
        tell_refused(session, who, entry)
        return
    if entry.refused:
        _keep_words(session, who, row, said.get("words", ""))
    tell_status(session, who, row)


def on_order_received(session: Session, message: Message, now: datetime) -> None:
    """Likewise what was signed or disputed of an order whose request didn't come through there."""
    who, order = (resident("federation"), now), order_by_id(session, message.data["order"])
    entered = _entered(session, who, message, order.id)
    if entered is not None:
        entered[0].order_id = order.id
        request = None if order.request_id is None else by_id(session, order.request_id)
        tell_order(session, who, order, request)


def _entered(
    session: Session, who: Who, message: Message, about: UUID
) -> tuple[FrontEntry, dict[str, Any]] | None:
    """The act with what was said; None for one that was entered before."""
    data = message.data
    if data["station"] != own_name(session, TABLES):
        raise ForbiddenError("front_door.of_another")
    if session.get(FrontEntry, data["entry"]) is not None:
        return None
    kind = Entry(data["kind"])
    said = open_entry(session, kind, data["sealed"])
    entry = FrontEntry(id=data["entry"], kind=kind, came_at=who[1])
    try:
        with session.begin_nested():
            ACTS[kind](session, who, Done(about, min(data["received_at"], who[1]), said))
    except RefusalError as refusal:
        entry.refused = refusal.code
    session.add(entry)
    return entry, said


def _ask(session: Session, who: Who, done: Done) -> None:
    """An item that residents are offered no more is left to the clerk, like no item at all."""
    known = session.get(ServiceRequest, done.about)
    if known is not None:
        _own(session, done)
        return
    said, offered = done.said, {one.code for one in public_items(session)}
    asked = Asked(
        contact=Contact(**{name: said[name] for name in ("name", "phone", "address", "words")}),
        channel=Channel(said["channel"]),
        item=said["item"] if said["item"] in offered else None,
        wished=tuple(said["wished"]),
        consent_version=said["consent_version"],
        language=said["language"],
        request=done.about,
        code=said["code"],
        at=done.at,
        reach=said["reach"],
    )
    acts.receive_request(session, *who, asked)


def _add(session: Session, who: Who, done: Done) -> None:
    acts.add_words(session, *who, _own(session, done), done.said["words"])


def _withdraw(session: Session, who: Who, done: Done) -> None:
    acts.withdraw_request(session, *who, _own(session, done), done.said["words"])


def _reopen(session: Session, who: Who, done: Done) -> None:
    acts.reopen_request(session, *who, _own(session, done), done.said["words"])


def _sign(session: Session, who: Who, done: Done) -> None:
    """By the digests of the station's own page; the link was open when it was signed."""
    said = done.said
    signing = Signing(
        said={one["record"]: Evaluation(one["evaluation"]) for one in said["said"]},
        signer=Signer(said["name"], Capacity(said["capacity"]), said["witness"]),
        ink=said["ink"],
        seen=said["seen"],
        device=Device.FRONT_DOOR,
        at=min(said["at"], machine_now()),
    )
    sign_order(session, *who, said["token"], signing)


def _dispute(session: Session, who: Who, done: Done) -> None:
    dispute_by_link(session, *who, done.said["token"], done.said["words"])


ACTS: Final[dict[Entry, Callable[[Session, Who, Done], None]]] = {
    Entry.ASKED: _ask,
    Entry.ADDED: _add,
    Entry.WITHDRAWN: _withdraw,
    Entry.REOPENED: _reopen,
    Entry.SIGNED: _sign,
    Entry.DISPUTED: _dispute,
}


def _own(session: Session, done: Done) -> UUID:
    """A center acts for those who came through its door, for nobody else."""
    if not by_id(session, done.about).front_door:
        raise ConflictError("front_door.clash")
    return done.about


def _keep_words(session: Session, who: Who, row: ServiceRequest, words: str) -> None:
    """What was said too late is read all the same, while anything of the requester's is kept."""
    kept = len(added_at(session, row.id))
    if words.strip() and row.erased_at is None and kept < 2 * MOST_ADDED:
        add_note(session, who, row, (Kind.ADDED, words.strip()))
