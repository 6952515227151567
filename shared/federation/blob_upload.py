"""Sending photos: a piece of 256 KiB a turn, to the node above, by the tus 1.0 core (part 7)."""

from __future__ import annotations

from dataclasses import dataclass

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.database import transaction
from shared.federation import schedule
from shared.federation.blob import content_of
from shared.federation.blob_offer import in_force, on_its_way, put_off
from shared.federation.blob_table import PassageMixin
from shared.federation.enrolment import ACTIVE
from shared.federation.http import Answer, Http, LineError
from shared.federation.link import Link
from shared.federation.tables import Tables

PATH = "/federation/v1/blobs/"
PIECE = 256 * 1024
VERSION = "1.0.0"
CONTENT_TYPE = "application/offset+octet-stream"
OVER = frozenset({400, 403, 404, 410, 412, 413, 415, 422, 460})


@dataclass(frozen=True)
class Piece:
    """One request about the photo whose turn it is; without a place it asks for that."""

    key: tuple[str, str, str]
    url: str
    ticket: str
    size: int
    start: int | None
    body: bytes


def send_piece(db: SQLAlchemy, link: Link, http: Http) -> bool:
    """Sends what comes next of a photo that the node above wants; whether it got on.

    The answers are nobody's signed word: only an exchange says that a photo has arrived.
    """
    piece = _next(db.session(), link.tables)
    db.session().rollback()
    if piece is None:
        return False
    answer, fault = _send(http, piece)
    with transaction(db) as session:
        row = session.get(link.tables.passage, piece.key, with_for_update=True)
        return row is not None and _note(session, link, row, piece, (answer, fault))


def _next(session: Session, tables: Tables) -> Piece | None:
    peer, table = schedule.upper_peer(session, tables), tables.passage
    if peer is None or peer.url is None or peer.state != ACTIVE or peer.fails:
        return None
    wanted = select(table).where(*on_its_way(tables, peer.node), in_force(tables))
    row = session.scalars(wanted.order_by(table.announced_at, table.sha256).limit(1)).first()
    if row is None or row.ticket is None:
        return None
    start, body = row.reached, b""
    if start is not None:
        content = content_of(session, tables, row.sha256) or b""
        body = content[start : start + PIECE]
    key = (row.peer, row.direction, row.sha256)
    return Piece(key, peer.url + PATH + row.sha256, row.ticket, row.size, start, body)


def _send(http: Http, piece: Piece) -> tuple[Answer | None, str]:
    headers = {"Tus-Resumable": VERSION, "Fed-Ticket": piece.ticket}
    try:
        if piece.start is None:
            return http.call("HEAD", piece.url, headers=headers), ""
        headers |= {"Upload-Offset": str(piece.start), "Content-Type": CONTENT_TYPE}
        return http.call("PATCH", piece.url, headers=headers, body=piece.body), ""
    except LineError as error:
        return None, f"line: {error.reason}"


def _note(
    session: Session, link: Link, row: PassageMixin, piece: Piece, said: tuple[Answer | None, str]
) -> bool:
    """On a fault the place is asked for before anything more is sent."""
    answer, fault = said
    row.reached = None if answer is None else _reached(answer, row.size)
    if row.reached is None:
        if answer is not None and answer.status in OVER:
            _drop_ticket(row)
        put_off(row, fault[:80] if answer is None else f"HTTP {answer.status}")
        return False
    if piece.start is not None and row.reached > piece.start:
        row.attempts, row.error = 0, None
    if row.reached == row.size:
        _ask(session, link, row)
    return True


def _reached(answer: Answer, size: int) -> int | None:
    """The place that a tus server says; None from a portal, or for what was refused."""
    said = answer.headers.get("upload-offset", "")
    if answer.status not in (200, 204) or answer.headers.get("tus-resumable") != VERSION:
        return None
    return int(said) if said.isdecimal() and len(said) < 10 and int(said) <= size else None


def _ask(session: Session, link: Link, row: PassageMixin) -> None:
    """All was sent: the next exchange says whether it arrived."""
    _drop_ticket(row)
    schedule.hurry(session.get_one(link.tables.peer, row.peer, with_for_update=True))


def _drop_ticket(row: PassageMixin) -> None:
    row.ticket = row.ticket_until = None
