"""What residents do at the front door: sealed for the station at once, and nothing else written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from center.actions.front_desk import reception
from center.models.audit import log
from center.models.federation import TABLES
from center.models.front_door import (
    Concern,
    FrontEntry,
    FrontRequest,
    by_code,
    code_digest,
    entered,
    entries_of,
)
from shared.audit import Change
from shared.clock import local_day
from shared.domain import contact, tracking_code
from shared.domain.front_door import UNFETCHED, Entry, Possible, possible
from shared.domain.service_request import Channel
from shared.domain.web_address import is_web_address
from shared.errors import ConflictError, NotFoundError
from shared.federation.outbox import Draft, promise
from shared.front_door import seal_entry
from shared.resident import Given, Wish, resident
from shared.vault import vault_of
from shared.wire.front_status import ORDER_RECEIVED, RECEIVED

CHANNELS: Final = {Channel.PUBLIC: "page", Channel.OPEN311: "api"}


def ask(session: Session, now: datetime, wish: Wish) -> Given:
    """A request for a station that receives here; the same one twice is one, under one code."""
    known = None if wish.request is None else session.get(FrontRequest, wish.request)
    if known is not None:
        return Given(known.id, _code_of(session, known))
    home = reception(session, wish.node, local_day(now))
    if home is None:
        raise NotFoundError("front_door.no_station")
    if wish.item is not None and wish.item not in {one.code for one in home.items}:
        raise NotFoundError("service_item.unknown", code=wish.item[:60], field="item")
    said = contact.checked(wish.contact, contact.needed_by(wish.channel))
    id = wish.request or uuid7()
    code = next(one for one in _codes(session, id) if by_code(session, one) is None)
    digest = code_digest(session, code)
    row = FrontRequest(
        id=id, station=wish.node, code_digest=digest, received_at=now, since=now, told=None
    )
    session.add(row)
    session.flush()
    names = ("channel", "item", "wished", "consent_version", "language")
    inside = vars(said) | {name: getattr(wish, name) for name in names} | {"code": code}
    inside["reach"] = wish.reach if is_web_address(wish.reach) else ""
    enter(session, now, row, Entry.ASKED, inside)
    return Given(id, code)


def add(session: Session, now: datetime, code: str, words: str) -> None:
    """What the requester says besides."""
    row = _may(session, code, lambda may: may.add)
    enter(session, now, row, Entry.ADDED, {"words": contact.check_words(words)})


def withdraw(session: Session, now: datetime, code: str, words: str) -> None:
    """The requester wants nothing any more."""
    row = _may(session, code, lambda may: may.withdraw)
    enter(session, now, row, Entry.WITHDRAWN, {"words": words.strip()})


def reopen(session: Session, now: datetime, code: str, words: str) -> None:
    """The requester says that it isn't solved."""
    row = _may(session, code, lambda may: may.reopen)
    enter(session, now, row, Entry.REOPENED, {"words": contact.check_words(words)})


def enter(
    session: Session, now: datetime, row: Concern, kind: Entry, said: Mapping[str, Any]
) -> UUID:
    """Promises an act to its station, sealed; what is kept of it says neither who nor what."""
    entry, subject = uuid7(), f"{row.noun}:{row.id}"
    data = {
        "entry": entry,
        row.noun: row.id,
        "station": row.station,
        "kind": kind,
        "sealed": seal_entry(session, TABLES, row.station, kind, said),
        "received_at": now,
    }
    draft = Draft(ORDER_RECEIVED, subject, data, now)
    if isinstance(row, FrontRequest):
        draft = Draft(RECEIVED, subject, data, now)
    message = promise(session, TABLES, row.station, draft)
    its = {f"{row.noun}_id": row.id}
    session.add(FrontEntry(id=entry, **its, kind=kind, message=message, done_at=now, refused=None))
    session.flush()
    after = {"station": row.station}
    change = Change(f"front_door.{kind}", subject, None, after)
    log(session, resident(CHANNELS.get(said.get("channel", ""), "page")), now, change)
    return entry


def may_of(session: Session, row: FrontRequest) -> Possible:
    """What may be done now, as far as is known here."""
    shown, found = row.shown, entered(entries_of(session, row))
    if shown is None:
        return possible(UNFETCHED, found)
    said = Possible(shown["can_add"], shown["can_withdraw"], shown["can_reopen"])
    return possible(said, found)


def _may(session: Session, code: str, asked: Callable[[Possible], bool]) -> FrontRequest:
    row = by_code(session, code, lock=True)
    if row is None:
        raise NotFoundError("service_request.unknown")
    if not asked(may_of(session, row)):
        raise ConflictError("front_door.not_now")
    return row


def _codes(session: Session, request: UUID) -> Iterator[str]:
    """Codes that nobody guesses and this node finds again: drawn from its own key, kept nowhere."""
    for number in range(100):
        yield tracking_code.make(_chooser(session, f"code of {request} {number}"))


def _chooser(session: Session, seed: str) -> Callable[[str], str]:
    left = int(vault_of(session).search_digest(seed), 16)

    def choose(alphabet: str) -> str:
        nonlocal left
        left, at = divmod(left, len(alphabet))
        return alphabet[at]

    return choose


def _code_of(session: Session, row: FrontRequest) -> str:
    codes = _codes(session, row.id)
    return next(one for one in codes if code_digest(session, one) == row.code_digest)
