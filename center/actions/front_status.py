"""What stations say of requests that came through the front door: how each stands, all of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.models.audit import log
from center.models.front_door import FrontEntry, FrontLink, FrontRequest, entries_of, links_of
from shared.asked import uuid_in
from shared.audit import Change
from shared.domain.canonical import digest
from shared.domain.one_time_signature import Line, statement
from shared.errors import ConflictError, ForbiddenError, UntrustedError
from shared.federation.link import Message
from shared.federation.sender import sender_of
from shared.wire.front_status import StatusSchema

COPIED = ("status", "since", "item", "item_name", "holder_title", "promised_on")


def on_status(session: Session, message: Message, now: datetime) -> None:
    """Keeps the newest; what was done here and is answered waits no more."""
    data = message.data
    row = session.get(FrontRequest, data["request"], with_for_update=True)
    if row is None:
        raise ConflictError("front_door.unknown")
    if row.station != message.sender:
        raise ForbiddenError("message.other_station", station=message.sender)
    if message.ver <= row.ver:
        return
    row.ver, row.shown = message.ver, StatusSchema().dump(data)
    for name in COPIED:
        setattr(row, name, data[name])
    answers = {one["entry"]: one["refused"] for one in data["answers"]}
    for entry in entries_of(session, row.id):
        entry.refused = answers.get(entry.id, entry.refused)
    _take_links(session, row, data, answers)
    after = {"status": row.status, "holder": row.holder_title}
    change = Change("front_door.told", f"request:{row.id}", None, after)
    log(session, sender_of(message), now, change)


def on_rejected(session: Session, message: Message, now: datetime) -> None:
    """What a station couldn't even open: whoever did it reads so."""
    sent = uuid_in(message.data["message"])
    entry = session.scalar(select(FrontEntry).filter_by(message=sent).with_for_update())
    if entry is None:
        return
    row = session.get_one(FrontRequest, entry.request_id)
    if row.station != message.sender:
        raise ForbiddenError("message.other_station", station=message.sender)
    entry.refused = message.data["code"]
    after = {"code": entry.refused}
    change = Change("front_door.unreadable", f"request:{row.id}", None, after)
    log(session, sender_of(message), now, change)


def _take_links(
    session: Session, row: FrontRequest, data: Mapping[str, Any], answers: Mapping[UUID, str]
) -> None:
    """The links as they are now; one whose signature was refused can be signed by again."""
    known = links_of(session, row.id)
    said = {one["token"]: one for one in data["signatures"]}
    raw = {one["token"]: one["lines"] for one in (row.shown or {})["signatures"]}
    for token, link in known.items():
        link.is_open = token in said
    for token, one in said.items():
        _check_statement(one)
        taken = token not in known and session.get(FrontLink, token) is not None
        if taken:
            raise ForbiddenError("front_door.link_taken")
        link = known.get(token) or FrontLink(token_sha256=token, request_id=row.id)
        link.order_id, link.statement = one["order"], one["statement"]
        link.expires_at, link.lines = one["expires_at"], raw[token]
        if link.used_by is not None and answers.get(link.used_by):
            link.used_by = None
        session.add(link)
    session.flush()


def _check_statement(one: Mapping[str, Any]) -> None:
    """What is shown must be what is signed."""
    lines = [Line(line["record"], line["hours"]) for line in one["lines"]]
    if digest(statement(one["order"], lines)) != one["statement"]:
        raise UntrustedError("front_door.other_statement")
