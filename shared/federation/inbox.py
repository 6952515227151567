"""What becomes of stored messages: applied, superseded, rejected or parked (D6)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.errors import ForbiddenError, NotFoundError, RefusalError, UntrustedError
from shared.federation import blob, erasure
from shared.federation.fault import passes, where
from shared.federation.link import Link, Message
from shared.federation.name import ends_of, stream_of
from shared.federation.outbox import Draft, own_name, promise
from shared.federation.reading import UNKNOWN_TYPE, read_message
from shared.federation.tables import InboxMixin
from shared.wire.node import ERASURE, REJECTED
from shared.wire.table import TYPES

FIRST_WAIT = 5
LONGEST_WAIT = 900
MOST_RETRIED = 200

logger = logging.getLogger("yigong.federation")


def apply_rows(session: Session, link: Link, rows: Iterable[InboxMixin], now: datetime) -> int:
    """Tries each row; gives how many were applied."""
    return sum(apply(session, link, row, now) for row in rows)


def apply(session: Session, link: Link, row: InboxMixin, now: datetime) -> bool:
    """Tries one row in a savepoint, at business time `now`; whether it was applied.

    A body that was erased before it came waits for the `erasure` that names it, and alarms.
    """
    if row.body is None:
        _settle(session, link, row, NotFoundError("message.erasure_missing"))
        return False
    try:
        message = read_message(session, link.tables, row)
    except RefusalError as refusal:
        _settle(session, link, row, refusal)
        if isinstance(refusal, ForbiddenError | UntrustedError):
            logger.warning("security: %s of %s/%d", refusal.code, row.stream, row.seq)
        return False
    if _is_superseded(session, link, row):
        row.state, row.error, row.detail, row.waits = "superseded", None, None, False
        session.flush()
        return False
    error: Exception | None = NotFoundError("message.earlier_waits", type=row.type)
    if not (TYPES[row.type].in_order and _earlier_waits(session, link, row)):
        error = _try(session, link, message, now)
    _settle(session, link, row, error)
    return error is None


def retry(session: Session, link: Link, stream: str, now: datetime) -> int:
    """Tries a stream's parked rows that are due, 200 times at most; gives how many were applied.

    Again while any is applied, since each may be what another one waits for; what is left then
    is the next call's, so that no transaction keeps others waiting for long.
    """
    applied, left = 0, MOST_RETRIED
    while rows := _parked(session, link, stream, left):
        found = apply_rows(session, link, rows, now)
        applied, left = applied + found, left - len(rows)
        if not found:
            break
    return applied


def is_due(table: type[InboxMixin]) -> ColumnElement[bool]:
    """Not tried yet; or parked, and its time has come or something was applied since the try.

    A time beyond the longest wait was planned before the machine's clock was put back.
    """
    now = machine_now()
    last = select(func.max(table.applied_at)).where(table.applied_at <= now).scalar_subquery()
    news = and_(table.waits, table.tried_at < last)
    planned = table.retry_at.between(now, now + timedelta(seconds=LONGEST_WAIT))
    return or_(table.state == "new", and_(table.state == "parked", or_(~planned, news)))


def _parked(session: Session, link: Link, stream: str, most: int) -> list[InboxMixin]:
    """Those tried longest ago first: what can't be applied never keeps others from their turn."""
    table = link.tables.inbox
    return list(
        session.scalars(
            select(table)
            .where(table.stream == stream, is_due(table))
            .order_by(table.tried_at.asc().nulls_first(), table.id)
            .limit(most)
        )
    )


def _is_superseded(session: Session, link: Link, row: InboxMixin) -> bool:
    table = link.tables.inbox
    newer = exists().where(
        table.sender == row.sender,
        table.type == row.type,
        table.subject == row.subject,
        table.ver >= row.ver,
        table.state == "applied",
        table.id != row.id,
    )
    return bool(session.scalar(select(newer)))


def _earlier_waits(session: Session, link: Link, row: InboxMixin) -> bool:
    table = link.tables.inbox
    earlier = exists().where(
        table.sender == row.sender,
        table.type == row.type,
        table.subject == row.subject,
        table.ver < row.ver,
        table.state.in_(("new", "parked")),
    )
    return bool(session.scalar(select(earlier)))


def _try(session: Session, link: Link, message: Message, now: datetime) -> Exception | None:
    try:
        with session.begin_nested():
            _handle(session, link, message, now)
            session.flush()
    except Exception as error:
        if passes(error):
            raise
        return error
    return None


def _handle(session: Session, link: Link, message: Message, now: datetime) -> None:
    if message.type == REJECTED:
        _note_refusal(session, link, message)
    if message.type == ERASURE:
        erasure.heed(session, link.tables, message, now)
    handler = link.handlers.get(message.type)
    if handler is not None:
        handler(session, message, now)
        blob.note_announced(session, link.tables, message)
    elif message.type not in (REJECTED, ERASURE):
        raise NotFoundError(UNKNOWN_TYPE, type=message.type, v=message.v)


def _note_refusal(session: Session, link: Link, message: Message) -> None:
    """Marks what the peer refused; an id that is none here, or no id, marks nothing."""
    try:
        refused = UUID(message.data["message"])
    except ValueError:
        return
    table = link.tables.outbox
    stream = stream_of(own_name(session, link.tables), message.via)
    sent = update(table).where(table.stream == stream, table.msg_id == refused)
    session.execute(sent.values(refused=message.data["sentence"]))
    blob.note_refused(session, link.tables, message.via, refused)


def _settle(session: Session, link: Link, row: InboxMixin, error: Exception | None) -> None:
    row.attempts += 1
    row.tried_at, row.waits, row.error, row.detail = machine_now(), False, None, None
    if error is None:
        row.state, row.applied_at, row.retry_at = "applied", machine_now(), None
    elif isinstance(error, RefusalError) and not isinstance(error, NotFoundError):
        _reject(session, link, row, error)
    else:
        _park(session, link, row, error)
    session.flush()


def _reject(session: Session, link: Link, row: InboxMixin, error: RefusalError) -> None:
    row.state, row.error, row.retry_at = "rejected", error.code, None
    row.detail = link.sentence(error)
    _answer(session, link, row, error)


def _park(session: Session, link: Link, row: InboxMixin, error: Exception) -> None:
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.attempts - 1, 20))
    row.state, row.retry_at = "parked", machine_now() + timedelta(seconds=wait)
    if isinstance(error, RefusalError):
        row.error, row.detail = error.code, link.sentence(error)
        row.waits = error.code != UNKNOWN_TYPE
        if row.attempts == 1 and not row.waits:
            _answer(session, link, row, error)
        return
    row.error, row.detail = "message.fault", where(error)
    if row.attempts == 1:
        logger.error("parked %s/%d %s: %s", row.stream, row.seq, row.type, row.detail)


def _answer(session: Session, link: Link, row: InboxMixin, error: RefusalError) -> None:
    """Tells the peer, once, save about its own refusals: they would go to and fro for ever."""
    if row.type == REJECTED:
        return
    via, _ = ends_of(row.stream)
    data = {
        "message": str(row.msg_id),
        "type": row.type,
        "code": error.code,
        "sentence": link.sentence(error)[:500],
    }
    draft = Draft(REJECTED, f"message:{row.msg_id}", data, row.business_at, cause=row.msg_id)
    promise(session, link.tables, via, draft)
