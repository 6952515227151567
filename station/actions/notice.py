"""What the center tells is kept as it stands; who read it puts it aside, it holds all the same."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.notice import Kind
from shared.errors import ConflictError, NotFoundError
from shared.federation.link import Message
from shared.federation.sender import sender_of
from station.models.audit import log
from station.models.notice import OF_STATION, Notice, by_id, by_subject

ENDS = ("first", "last")
SHOWN = (Kind.REPORT_REMINDED, *OF_STATION)


def on_notice(session: Session, message: Message, now: datetime) -> None:
    """Keeps the newest state of a subject; told anew, it waits again."""
    data, known = message.data, by_subject(session, message.subject)
    if known is not None and known.ver >= message.ver:
        return
    before = None if known is None else {"kind": known.kind, "said_on": known.said_on}
    row = known or Notice(subject=message.subject)
    row.ver, row.kind, row.reason = message.ver, data["kind"], data["reason"]
    row.first, row.last = (None if data[end] is None else str(data[end]) for end in ENDS)
    row.last_day, row.said_by, row.said_on = data["last_day"], data["by"], data["said_on"]
    row.received_at, row.aside_at, row.aside_by = now, None, None
    session.add(row)
    session.flush()
    after = {"kind": row.kind, "said_on": row.said_on, "reason": row.reason}
    log(session, sender_of(message), now, Change("notice.received", _of(row), before, after))


def put_aside(session: Session, actor: Actor, now: datetime, notice_id: UUID) -> Notice:
    """Off 今日; what it says stays true, and told anew it comes back."""
    found = by_id(session, notice_id)
    if found is None or found.kind not in SHOWN:
        raise NotFoundError("notice.unknown")
    if found.aside_at is not None:
        raise ConflictError("notice.aside", by=found.aside_by)
    found.aside_at, found.aside_by = now, actor.name[:64]
    after = {"kind": found.kind, "aside_by": found.aside_by}
    log(session, actor, now, Change("notice.put_aside", _of(found), None, after))
    return found


def _of(row: Notice) -> str:
    return f"notice:{row.id}"
