"""Both ends of an enrolment over HTTP: the lower node applies, the upper takes it in."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.database import transaction
from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UntrustedError,
)
from shared.federation import gate, signature
from shared.federation.consumer import rebind
from shared.federation.enrolment import (
    PENDING,
    UPPER,
    Applicant,
    Invitation,
    accept,
    describe,
    read_string,
)
from shared.federation.exchange import Reply
from shared.federation.http import Http, LineError
from shared.federation.link import Link
from shared.federation.name import is_practice
from shared.federation.node_key import fingerprint, public_keys, put_key, thumbprint
from shared.federation.outbox import this_node
from shared.federation.signature import Incoming, Parties, Signed
from shared.federation.tables import NodeMixin, Tables
from shared.vault import vault_of

PATH = "/federation/v1/enrolment"


def apply_for(session: Session, link: Link, signed: Signed, body: bytes) -> Reply:
    """The upper side: the request is signed by the very key that it brings."""
    try:
        asked = json.loads(body)
        token = str(asked["token"])
        applicant = Applicant(
            node=str(asked["node"]),
            sign_key=str(asked["sign_key"]),
            seal_key=str(asked["seal_key"]),
            instance=UUID(asked["instance"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidError("enrolment.malformed") from error
    said = (applicant.node, str(applicant.instance))
    if (signed.parties.sender, signed.parties.instance) != said:
        raise UntrustedError("signature.wrong")
    peer = accept(session, link.tables, token, applicant)
    return Reply(200, describe(session, link.tables, peer))


def enrol(db: SQLAlchemy, link: Link, text: str) -> dict[str, Any]:
    """The lower side: applies with a one-time string, keeps the upper node's keys.

    Gives both fingerprints for people to compare. Refuses a string for another node, from
    another upper node, and an upper node whose key isn't the one that the string names.
    """
    invitation = read_string(text)
    reader = db.session()
    node = this_node(reader, link.tables)
    _check_invited(node, invitation)
    said = _ask(reader, node, invitation)
    with transaction(db) as session:
        _enter(session, link.tables, invitation, said)
        own = fingerprint(public_keys(vault_of(session))[0])
    return {
        "fingerprint": own,
        "upper": invitation.upper,
        "upper_title": said["title"],
        "upper_fingerprint": fingerprint(said["sign_key"]),
        "state": said["state"],
    }


def _check_invited(node: NodeMixin, invitation: Invitation) -> None:
    if is_practice(node.name):
        raise ForbiddenError("node.practice")
    if node.upper is None:
        raise NotFoundError("node.no_upper")
    if invitation.upper != node.upper:
        raise ConflictError("node.other_upper", node=invitation.upper, upper=node.upper)
    if invitation.node != node.name:
        raise ConflictError("node.other_name", node=invitation.node)


def _ask(session: Session, node: NodeMixin, invitation: Invitation) -> dict[str, Any]:
    vault = vault_of(session)
    sign_key, seal_key = public_keys(vault)
    asked = {
        "token": invitation.token,
        "node": node.name,
        "sign_key": sign_key,
        "seal_key": seal_key,
        "instance": str(node.instance),
    }
    body, nonce = json.dumps(asked).encode(), signature.new_nonce()
    outgoing = Incoming({}, body, "POST", invitation.url + PATH)
    parties = Parties(node.name, invitation.upper, str(node.instance))
    headers = signature.sign_request(vault, parties, outgoing, machine_now(), nonce)
    session.rollback()
    try:
        answer = Http().call("POST", outgoing.url, headers=headers, body=body)
    except LineError as error:
        raise ConflictError("line.fault", reason=error.reason) from error
    return _read(Incoming(answer.headers, answer.body, status=answer.status), invitation, nonce)


def _read(answer: Incoming, invitation: Invitation, nonce: str) -> dict[str, Any]:
    """Believes the key in the answer only where it is the one that the string names."""
    try:
        said: dict[str, Any] = json.loads(answer.body)
        code = said.get("code")
        if code is None and thumbprint(said["sign_key"]) != invitation.key_id:
            raise UntrustedError("enrolment.wrong_fingerprint")
    except (ValueError, KeyError, AttributeError, InvalidError) as error:
        raise ConflictError("line.fault", reason=f"HTTP {answer.status}") from error
    if answer.status != 200 or code is not None:
        raise ConflictError("enrolment.refused", reason=str(code))
    signed = signature.verify(answer, gate.key_in(said["sign_key"]))
    wanted = (invitation.upper, invitation.node, nonce)
    if (signed.parties.sender, signed.parties.receiver, signed.nonce) != wanted:
        raise UntrustedError("signature.wrong")
    if signed.parties.instance != said["instance"]:
        raise UntrustedError("signature.wrong")
    return said


def _enter(session: Session, tables: Tables, invitation: Invitation, said: dict[str, Any]) -> None:
    keys = (said["sign_key"], said["seal_key"])
    put_key(session, tables, invitation.upper, said["title"], *keys)
    peer = session.get(tables.peer, invitation.upper)
    if peer is None:
        peer = tables.peer(node=invitation.upper, side=UPPER, enrolled_at=machine_now())
        session.add(peer)
    peer.title, peer.state, peer.url = said["title"], PENDING, invitation.url
    peer.sign_key, peer.seal_key = keys
    peer.instance, peer.next_at, peer.fails = UUID(said["instance"]), machine_now(), 0
    rebind(session, tables, peer)
    session.flush()
