"""Blobs that messages announce: kept under their digest, noted as on their way (part 7)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, undefer

from shared import picture
from shared.clock import machine_now
from shared.federation.blob_table import PassageMixin
from shared.federation.envelope import Blob
from shared.federation.link import Message
from shared.federation.tables import Tables
from shared.federation.upsert import insert_into

IN = "in"
OUT = "out"
WAITING = "waiting"
ARRIVED = "arrived"
REFUSED = "refused"
QUOTA = 4_000_000_000
"""Bytes that one lower node may announce in all; none of them is ever deleted for room."""

logger = logging.getLogger("yigong.federation")


def keep(session: Session, tables: Tables, content: bytes, mime: str = picture.MIME) -> Blob:
    """Keeps the bytes, once however often they come; what messages say of them."""
    blob = Blob(hashlib.sha256(content).hexdigest(), len(content), mime)
    values = {**vars(blob), "content": content, "kept_at": machine_now()}
    insert = insert_into(session, tables.blob).values(values)
    session.execute(insert.on_conflict_do_nothing())
    return blob


def content_of(session: Session, tables: Tables, sha256: str) -> bytes | None:
    """The bytes, None while they are not here."""
    found = session.get(tables.blob, sha256, options=[undefer(tables.blob.content)])
    return None if found is None else found.content


def held(session: Session, tables: Tables, digests: Iterable[str]) -> set[str]:
    """Those of the digests whose bytes are here."""
    wanted = list(digests)
    if not wanted:
        return set()
    return set(session.scalars(select(tables.blob.sha256).where(tables.blob.sha256.in_(wanted))))


def described(session: Session, tables: Tables, digests: Iterable[str]) -> tuple[Blob, ...]:
    """What a message says of those that are here or were announced to this node, in their order.

    Of a digest alone, whose bytes nobody has promised, no message says anything.
    """
    wanted = list(dict.fromkeys(digests))
    if not wanted:
        return ()
    found: dict[str, Blob] = {}
    announced = select(tables.passage).where(
        tables.passage.sha256.in_(wanted), tables.passage.direction == IN
    )
    here = select(tables.blob).where(tables.blob.sha256.in_(wanted))
    for row in (*session.scalars(announced), *session.scalars(here)):
        found[row.sha256] = Blob(row.sha256, row.size, row.mime)
    return tuple(found[digest] for digest in wanted if digest in found)


def note_promised(
    session: Session, tables: Tables, to: str, blobs: Iterable[Blob], message: UUID
) -> None:
    """The bytes will go to `to` once it has taken the message in; what arrived stays arrived."""
    for blob in blobs:
        passage = _passage(session, tables, (to, OUT), blob, message)
        if passage.state != ARRIVED:
            _begin(passage)


def note_announced(session: Session, tables: Tables, message: Message) -> None:
    """An accepted message's blobs may come from now on; other kinds than photos are left alone."""
    for blob in message.blobs:
        if blob.mime != picture.MIME or not 0 < blob.size <= picture.MOST_BYTES:
            logger.warning("no photo: blob of %s, %d bytes", message.via, blob.size)
            continue
        passage = _passage(session, tables, (message.via, IN), blob, message.id)
        if passage.state == ARRIVED:
            continue
        if held(session, tables, [blob.sha256]):
            passage.state, passage.arrived_at = ARRIVED, machine_now()
        elif _other_bytes(session, tables, passage) + blob.size > QUOTA:
            passage.state, passage.error = REFUSED, "quota"
        elif passage.state == REFUSED:
            _begin(passage)


def note_refused(session: Session, tables: Tables, peer: str, message: UUID) -> None:
    """What a refused message announced isn't waited for; a later one announces it anew."""
    table = tables.passage
    theirs = update(table).where(
        table.peer == peer,
        table.direction == OUT,
        table.msg_id == message,
        table.state == WAITING,
    )
    session.execute(theirs.values(state=REFUSED, error="message.rejected", ticket=None))


def photo_status(session: Session, tables: Tables) -> list[dict[str, Any]]:
    """By peer: photos `sent` up and `received` from below: waiting, arrived, refused."""
    table = tables.passage
    counted = session.execute(
        select(table.peer, table.direction, table.state, func.count())
        .group_by(table.peer, table.direction, table.state)
        .order_by(table.peer)
    )
    found: dict[str, dict[str, Any]] = {}
    for peer, direction, state, n in counted:
        row = found.setdefault(peer, {"node": peer, "sent": _none(), "received": _none()})
        row["sent" if direction == OUT else "received"][state] = n
    return list(found.values())


def _none() -> dict[str, int]:
    return dict.fromkeys((WAITING, ARRIVED, REFUSED), 0)


def _passage(
    session: Session, tables: Tables, way: tuple[str, str], blob: Blob, message: UUID
) -> PassageMixin:
    """The row under its lock, made at first use; `msg_id` is the newest message's."""
    peer, direction = way
    key = {"peer": peer, "direction": direction, "sha256": blob.sha256}
    values = {
        **key,
        "size": blob.size,
        "mime": blob.mime,
        "msg_id": message,
        "state": WAITING,
        "reached": 0,
        "attempts": 0,
        "announced_at": machine_now(),
    }
    insert = insert_into(session, tables.passage).values(values)
    session.execute(insert.on_conflict_do_nothing())
    found = session.get_one(
        tables.passage,
        (peer, direction, blob.sha256),
        with_for_update=True,
        populate_existing=True,
    )
    found.msg_id = message
    return found


def _begin(passage: PassageMixin) -> None:
    passage.state, passage.error = WAITING, None
    passage.attempts, passage.retry_at = 0, None


def _other_bytes(session: Session, tables: Tables, passage: PassageMixin) -> int:
    """What the same peer announced besides, and was not refused."""
    table = tables.passage
    added = select(func.sum(table.size)).where(
        table.peer == passage.peer,
        table.direction == IN,
        table.state != REFUSED,
        table.sha256 != passage.sha256,
    )
    return int(session.scalar(added) or 0)
