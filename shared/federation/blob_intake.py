"""Receiving a photo by the tus 1.0 core: pieces kept one by one, taken over once they are whole.

The pieces stand where tus servers have a `.part` file: each is on the disk when its transaction
ends, and one transaction turns them into the blob after its digest was checked.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UntrustedError,
)
from shared.federation.blob import ARRIVED, IN, REFUSED, keep
from shared.federation.blob_table import PassageMixin
from shared.federation.enrolment import ACTIVE
from shared.federation.tables import Tables
from shared.federation.ticket import Ticket
from shared.picture import check_clean

MOST_ATTEMPTS = 5
OTHER_DIGEST = "blob.other_digest"

logger = logging.getLogger("yigong.federation")


@dataclass(frozen=True)
class Upload:
    """How far a photo has come; `error` where it was whole and wrong."""

    reached: int
    size: int
    error: str | None = None


def standing(session: Session, tables: Tables, ticket: Ticket) -> Upload:
    """How far the ticket's photo has come; ForbiddenError: not for this bearer any more."""
    return _upload(_passage(session, tables, ticket))


def check_place(session: Session, tables: Tables, ticket: Ticket, start: int) -> int:
    """How many bytes may follow from `start` on; ConflictError where the next is another one."""
    upload = standing(session, tables, ticket)
    if upload.reached != start:
        raise ConflictError("blob.other_offset", reached=upload.reached)
    return upload.size - upload.reached


def take_piece(
    session: Session, tables: Tables, ticket: Ticket, start: int, content: bytes
) -> Upload:
    """Keeps a piece that goes on where the last one ended; the last makes the whole.

    Bytes of another digest are thrown away and may come anew, five times; those that are no
    clean photo are refused for good. Neither raises, so that what was noted of it stays.
    """
    row = _passage(session, tables, ticket, lock=True)
    if (row.reached or 0) != start or row.state == ARRIVED:
        raise ConflictError("blob.other_offset", reached=_upload(row).reached)
    if start + len(content) > row.size:
        raise InvalidError("blob.too_long", size=row.size)
    if content:
        key = {"peer": row.peer, "sha256": row.sha256, "start": start}
        session.add(tables.piece(**key, content=content))
        row.reached = start + len(content)
        session.flush()
    error = _take_over(session, tables, row) if row.reached == row.size else None
    return replace(_upload(row), error=error)


def _passage(
    session: Session, tables: Tables, ticket: Ticket, *, lock: bool = False
) -> PassageMixin:
    peer = session.get(tables.peer, ticket.node)
    if peer is None or peer.state != ACTIVE:
        raise ForbiddenError("blob.not_let_in")
    key = (ticket.node, IN, ticket.sha256)
    row = session.get(tables.passage, key, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFoundError("blob.not_announced")
    if row.state == REFUSED:
        raise ForbiddenError("blob.refused", error=row.error)
    return row


def _upload(row: PassageMixin) -> Upload:
    return Upload(row.size if row.state == ARRIVED else row.reached or 0, row.size)


def _take_over(session: Session, tables: Tables, row: PassageMixin) -> str | None:
    """Digest, kind and pixels are checked before anything bears the blob's name."""
    table = tables.piece
    theirs = (table.peer == row.peer, table.sha256 == row.sha256)
    pieces = session.scalars(select(table.content).where(*theirs).order_by(table.start))
    content = b"".join(pieces)
    session.execute(delete(table).where(*theirs))
    try:
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise UntrustedError(OTHER_DIGEST)
        check_clean(content)
    except (UntrustedError, InvalidError) as refusal:
        logger.warning("security: photo of %s refused: %s", row.peer, refusal.code)
        row.reached, row.attempts, row.error = 0, row.attempts + 1, refusal.code
        if isinstance(refusal, InvalidError) or row.attempts >= MOST_ATTEMPTS:
            row.state = REFUSED
        return refusal.code
    keep(session, tables, content, row.mime)
    row.state, row.arrived_at, row.error = ARRIVED, machine_now(), None
    return None
