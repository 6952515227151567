"""The addresses that lower nodes call; every answer, but to a photo, is signed with the nonce."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from shared.clock import machine_now
from shared.database import transaction
from shared.errors import ConflictError, InvalidError, RefusalError, UntrustedError
from shared.federation import gate, signature
from shared.federation.application import apply_for
from shared.federation.blob_blueprint import add_blobs
from shared.federation.exchange import Reply, exchange, refuse
from shared.federation.link import Link
from shared.federation.name import NODE
from shared.federation.outbox import this_node
from shared.federation.signature import Incoming, Parties, Signed
from shared.vault import vault_of

LARGEST = 8 * 1024 * 1024
BUSY_SECONDS = 5
FULL_SECONDS = 300

logger = logging.getLogger("yigong.federation")

Work = Callable[[Session, Link, Signed, bytes], Reply]
FindKey = Callable[[Session, Incoming], gate.KeyOf]


def federation_blueprint(db: SQLAlchemy, link: Link) -> Blueprint:
    """`/federation/v1/exchange`, `…/enrolment`, `…/blobs`, for center and association."""
    blueprint = Blueprint("federation", __name__, url_prefix="/federation/v1")

    @blueprint.post("/exchange")
    def take_exchange() -> Response:
        def find(session: Session, incoming: Incoming) -> gate.KeyOf:
            return gate.peer_key(session, link.tables, incoming.headers)

        return _respond(db, link, find, exchange)

    @blueprint.post("/enrolment")
    def take_enrolment() -> Response:
        def find(_session: Session, incoming: Incoming) -> gate.KeyOf:
            return gate.key_in(_claimed_key(incoming.body))

        return _respond(db, link, find, apply_for)

    add_blobs(blueprint, db, link)
    return blueprint


def _respond(db: SQLAlchemy, link: Link, find: FindKey, work: Work) -> Response:
    """Judges the request, does the work, signs whatever comes of it."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    request.max_content_length = LARGEST
    try:
        incoming = Incoming(headers, request.get_data(cache=False), request.method, _url())
        reply = _answer(db, link, incoming, find, work)
    except RequestEntityTooLarge:
        reply = refuse(413, "too_big")
    except RefusalError as refusal:
        reply = refuse(_status(refusal), _code(refusal))
        logger.warning("security: refused %s: %s", request.path, refusal.code)
    except SQLAlchemyError as error:
        reply = _busy(error)
    return _sign(db, link, reply, headers)


def _answer(db: SQLAlchemy, link: Link, incoming: Incoming, find: FindKey, work: Work) -> Reply:
    reader = db.session()
    signed = gate.check_request(reader, link.tables, incoming, find(reader, incoming))
    with transaction(db) as session:
        gate.use_nonce(session, link.tables, signed)
    with transaction(db) as session:
        return work(session, link, signed, incoming.body)


def _status(refusal: RefusalError) -> int:
    kinds = {UntrustedError: 401, ConflictError: 409, InvalidError: 422}
    return kinds.get(type(refusal), 400)


def _code(refusal: RefusalError) -> str:
    """`signature`, `clock_skew` and `replay` stand bare on the wire."""
    code = refusal.code.removeprefix("signature.")
    return "signature" if code == "wrong" else code


def _busy(error: Exception) -> Reply:
    logger.error("no exchange: %s", type(error).__name__)
    text = str(getattr(error, "orig", "")).lower()
    if "full" in text or "no space" in text:
        return refuse(507, "full", retry_after=FULL_SECONDS)
    return refuse(503, "busy", retry_after=BUSY_SECONDS)


def _url() -> str:
    """The address with path and query as they were signed; the host is nobody's proof."""
    path = quote(request.root_path + request.path, safe="/%")
    query = request.query_string.decode("latin-1")
    return f"http://node{path}" + (f"?{query}" if query else "")


def _claimed_key(body: bytes) -> str:
    try:
        return str(json.loads(body)["sign_key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _sign(db: SQLAlchemy, link: Link, reply: Reply, headers: dict[str, str]) -> Response:
    session = db.session()
    node = this_node(session, link.tables)
    caller = headers.get("fed-from", "")
    parties = Parties(node.name, caller if NODE.fullmatch(caller) else "-", str(node.instance))
    body = json.dumps(dict(reply.said), ensure_ascii=False).encode("utf-8", "surrogatepass")
    signed = signature.sign_answer(
        vault_of(session),
        parties,
        Incoming({}, body, status=reply.status),
        machine_now(),
        signature.claimed_nonce(headers),
    )
    response = Response(body, reply.status, signed)
    if "retry_after" in reply.said:
        response.headers["Retry-After"] = str(reply.said["retry_after"])
    return response
