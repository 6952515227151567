"""What stations say of requests followed at the front door: how each stands, all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.actions.front_code import received_there
from center.models.audit import log
from center.models.front_door import (
    Concern,
    FrontEntry,
    FrontLink,
    FrontOrder,
    FrontRequest,
    concern_of,
    entries_of,
    links_of,
)
from shared.asked import uuid_in
from shared.audit import Change
from shared.domain.canonical import digest
from shared.domain.one_time_signature import Line, statement
from shared.domain.passage import OVER
from shared.errors import ForbiddenError, UntrustedError
from shared.federation.link import Message
from shared.federation.sender import sender_of
from shared.wire.front_status import SignatureLinkSchema, StatusSchema

COPIED = ("status", "since", "item", "item_name", "holder_title", "promised_on")


def on_status(session: Session, message: Message, now: datetime) -> None:
    """Keeps the newest; what was done here and is answered waits no more."""
    data = message.data
    row = session.get(FrontRequest, data["request"], with_for_update=True)
    if row is None and data["status"] in OVER and not data["sealed"]:
        return  # erased before its first word came: nobody follows it any more
    if row is None:
        row = received_there(session, message, now)
    if row.station != message.sender:
        raise ForbiddenError("message.other_station", station=message.sender)
    if message.ver <= row.ver:
        return
    dumped = StatusSchema(exclude=("sealed",)).dump(data)
    row.ver, row.told = message.ver, json.dumps(dumped, ensure_ascii=False)
    for name in COPIED:
        setattr(row, name, data[name])
    _take_answers(session, row, data["answers"])
    _take_links(session, row, data["signatures"])
    after = {"status": row.status, "holder": row.holder_title}
    change = Change("front_door.told", f"request:{row.id}", None, after)
    log(session, sender_of(message), now, change)


def on_order_status(session: Session, message: Message, now: datetime) -> None:
    """What is to be signed here of an order whose request didn't come through here."""
    data = message.data
    row = session.get(FrontOrder, data["order"], with_for_update=True)
    if row is None:
        row = FrontOrder(id=data["order"], station=message.sender, item_name="", ver=0)
        session.add(row)
    if row.station != message.sender:
        raise ForbiddenError("message.other_station", station=message.sender)
    if message.ver <= row.ver:
        return
    row.ver, row.item_name = message.ver, data["item_name"]
    session.flush()
    _take_answers(session, row, data["answers"])
    _take_links(session, row, data["signatures"])
    log(session, sender_of(message), now, Change("front_door.to_sign", f"order:{row.id}"))


def on_rejected(session: Session, message: Message, now: datetime) -> None:
    """What a station couldn't even open: whoever did it reads so."""
    sent = uuid_in(message.data["message"])
    entry = session.scalar(select(FrontEntry).filter_by(message=sent))
    if entry is None:
        return
    row = concern_of(session, entry, lock=True)
    if row.station != message.sender:
        raise ForbiddenError("message.other_station", station=message.sender)
    _answer(session, entry, message.data["code"])
    after = {"code": entry.refused}
    change = Change("front_door.unreadable", f"{row.noun}:{row.id}", None, after)
    log(session, sender_of(message), now, change)


def _take_answers(session: Session, row: Concern, said: Sequence[Mapping[str, Any]]) -> None:
    answers = {one["entry"]: one["refused"] for one in said}
    for entry in entries_of(session, row):
        if entry.refused is None and entry.id in answers:
            _answer(session, entry, answers[entry.id])


def _take_links(session: Session, row: Concern, said: Sequence[Mapping[str, Any]]) -> None:
    """The links as they are now."""
    known, named = links_of(session, row), {one["token"] for one in said}
    for token, link in known.items():
        link.is_open = token in named
    of = row.id if isinstance(row, FrontRequest) else None
    for one in said:
        _check_statement(one)
        token = one["token"]
        if token not in known and session.get(FrontLink, token) is not None:
            raise ForbiddenError("front_door.link_taken")
        link = known.get(token) or FrontLink(token_sha256=token, request_id=of)
        link.order_id, link.statement = one["order"], one["statement"]
        link.expires_at, link.lines = one["expires_at"], SignatureLinkSchema().dump(one)["lines"]
        session.add(link)
    session.flush()


def _answer(session: Session, entry: FrontEntry, refused: str) -> None:
    """What becomes of an act; a link by which nothing was signed signs again."""
    entry.refused = refused
    if refused:
        used = select(FrontLink).filter_by(used_by=entry.id)
        for link in session.scalars(used):
            link.used_by = None


def _check_statement(one: Mapping[str, Any]) -> None:
    """What is shown must be what is signed."""
    lines = [Line(line["record"], line["hours"]) for line in one["lines"]]
    if digest(statement(one["order"], lines)) != one["statement"]:
        raise UntrustedError("front_door.other_statement")
