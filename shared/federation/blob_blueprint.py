"""The address to which lower nodes send photos: tus 1.0 (core), a ticket with each request."""

from __future__ import annotations

import logging
import re

from flask import Blueprint, Response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ClientDisconnected

from shared.database import transaction
from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RefusalError,
    UntrustedError,
)
from shared.federation import blob_intake
from shared.federation.blob_intake import Upload
from shared.federation.link import Link
from shared.federation.ticket import read_ticket

VERSION = "1.0.0"
CONTENT_TYPE = "application/offset+octet-stream"
STEP = 32 * 1024
NUMBER = re.compile(r"[0-9]{1,9}")
STATUS: tuple[tuple[type[RefusalError], int], ...] = (
    (UntrustedError, 403),
    (ForbiddenError, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (RefusalError, 413),
)

logger = logging.getLogger("yigong.federation")


def add_blobs(blueprint: Blueprint, db: SQLAlchemy, link: Link) -> None:
    """Adds HEAD and PATCH of `/blobs/<sha256>`."""

    @blueprint.route("/blobs/<string(length=64):sha256>", methods=["HEAD"])
    def show_blob(sha256: str) -> Response:
        if (refused := _check_version()) is not None:
            return refused
        try:
            reader = db.session()
            ticket = read_ticket(reader, link.tables, _ticket(), sha256)
            upload = blob_intake.standing(reader, link.tables, ticket)
        except RefusalError as refusal:
            return _refuse(refusal)
        headers = {"Upload-Length": str(upload.size), "Cache-Control": "no-store"}
        return _answer(200, headers, upload)

    @blueprint.route("/blobs/<string(length=64):sha256>", methods=["PATCH"])
    def take_piece(sha256: str) -> Response:
        if (refused := _check_version()) is not None or (refused := _check_form()) is not None:
            return refused
        try:
            upload = _take(db, link, sha256)
            return _answer(_status(upload), {}, upload)
        except RefusalError as refusal:
            return _refuse(refusal)
        except SQLAlchemyError as error:
            logger.error("no piece: %s", type(error).__name__)
            return _answer(503, {"Retry-After": "5"})


def _take(db: SQLAlchemy, link: Link, sha256: str) -> Upload:
    """What comes is read while no transaction is open: a slow line holds nobody up."""
    start = int(request.headers["Upload-Offset"])
    reader = db.session()
    ticket = read_ticket(reader, link.tables, _ticket(), sha256)
    room = blob_intake.check_place(reader, link.tables, ticket, start)
    reader.rollback()
    if (request.content_length or 0) > room:
        raise InvalidError("blob.too_long", size=start + room)
    content = _read(room)
    with transaction(db) as session:
        return blob_intake.take_piece(session, link.tables, ticket, start, content)


def _read(most: int) -> bytes:
    """What of the body arrives: a line that breaks leaves its beginning, which counts."""
    kept = bytearray()
    try:
        while len(kept) < most:
            piece = request.stream.read(min(STEP, most - len(kept)))
            if not piece:
                break
            kept += piece
    except (ClientDisconnected, OSError):
        logger.info("a piece broke off after %d bytes", len(kept))
    return bytes(kept)


def _check_version() -> Response | None:
    if request.headers.get("Tus-Resumable") != VERSION:
        return _answer(412, {"Tus-Version": VERSION})
    return None


def _check_form() -> Response | None:
    if request.mimetype != CONTENT_TYPE:
        return _answer(415, {})
    if not NUMBER.fullmatch(request.headers.get("Upload-Offset", "")):
        return _answer(400, {})
    return None


def _status(upload: Upload) -> int:
    """460 is tus's own for a wrong checksum."""
    if upload.error is None:
        return 204
    return 460 if upload.error == blob_intake.OTHER_DIGEST else 422


def _ticket() -> str:
    return request.headers.get("Fed-Ticket", "")


def _refuse(refusal: RefusalError) -> Response:
    status = next(status for kind, status in STATUS if isinstance(refusal, kind))
    if status == 403:
        logger.warning("security: refused %s: %s", request.method, refusal.code)
    return _answer(status, {"Cache-Control": "no-store"})


def _answer(status: int, headers: dict[str, str], upload: Upload | None = None) -> Response:
    reached = {} if upload is None else {"Upload-Offset": str(upload.reached)}
    return Response(status=status, headers={"Tus-Resumable": VERSION, **reached, **headers})
