"""Enrolment at the upper node: invitations, who comes with one, approval, revocation."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UntrustedError,
)
from shared.federation.consumer import rebind
from shared.federation.name import is_practice, tier_of
from shared.federation.node_key import fingerprint, public_keys, put_key, thumbprint, to_raw
from shared.federation.outbox import this_node
from shared.federation.tables import EnrolmentMixin, PeerMixin, Tables
from shared.vault import vault_of

PREFIX = "yg1."
TOKEN_BYTES = 20
LIFE = timedelta(hours=72)
BELOW = {"center": "station", "association": "center"}
UPPER = "upper"
LOWER = "lower"
PENDING = "pending"
ACTIVE = "active"
REVOKED = "revoked"


@dataclass(frozen=True)
class Invitation:
    """What a one-time string says: where to, from whom, for whom, by which key, the secret."""

    url: str
    upper: str
    node: str
    key_id: str
    token: str


@dataclass(frozen=True)
class Applicant:
    """A node that comes with a token: its keys in base64url and its instance."""

    node: str
    sign_key: str
    seal_key: str
    instance: UUID


def make_string(session: Session, tables: Tables, node: str, title: str, url: str) -> str:
    """A one-time string for `node`, valid 72 hours; earlier unused ones for it end.

    `url` is this node's as the lower one reaches it. Only the token's hash is kept.
    """
    own = this_node(session, tables)
    if is_practice(node) or is_practice(own.name):
        raise ForbiddenError("node.practice")
    if tier_of(node) != BELOW.get(own.tier):
        raise InvalidError("node.wrong_tier", node=node)
    table, now = tables.enrolment, machine_now()
    unused = select(table).where(table.node == node, table.used_at.is_(None))
    for earlier in session.scalars(unused):
        earlier.expires_at = min(earlier.expires_at, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        table(
            token_sha256=_hash(token),
            node=node,
            title=title,
            made_at=now,
            expires_at=now + LIFE,
        )
    )
    session.flush()
    key_id = thumbprint(public_keys(vault_of(session))[0])
    said = [url.rstrip("/"), own.name, node, key_id, token]
    return PREFIX + urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def read_string(text: str) -> Invitation:
    """Reads a one-time string; InvalidError where it is cut or none."""
    packed = text.strip().removeprefix(PREFIX)
    try:
        said = json.loads(urlsafe_b64decode(packed.encode("ascii") + b"=" * (-len(packed) % 4)))
        invitation = Invitation(*said)
    except (ValueError, TypeError) as error:
        raise InvalidError("enrolment.malformed") from error
    if not text.strip().startswith(PREFIX) or any(type(each) is not str for each in said):
        raise InvalidError("enrolment.malformed")
    return invitation


def accept(session: Session, tables: Tables, token: str, applicant: Applicant) -> PeerMixin:
    """Takes an applicant in as pending; the same token with the same key is answered again.

    The caller has verified that the request is signed by the applicant's key.
    UntrustedError: no such token, expired, for another node. ConflictError: another key.
    """
    to_raw(applicant.sign_key), to_raw(applicant.seal_key)
    enrolment = session.scalars(
        select(tables.enrolment)
        .where(tables.enrolment.token_sha256 == _hash(token))
        .with_for_update()
    ).first()
    if enrolment is None or enrolment.node != applicant.node or is_practice(applicant.node):
        raise UntrustedError("enrolment.unknown")
    if enrolment.used_at is not None:
        return _again(session, tables, enrolment, applicant)
    now = machine_now()
    if enrolment.expires_at <= now:
        raise UntrustedError("enrolment.expired")
    enrolment.used_at, enrolment.instance = now, applicant.instance
    enrolment.sign_key, enrolment.seal_key = applicant.sign_key, applicant.seal_key
    return _enter(session, tables, enrolment, applicant)


def _again(
    session: Session, tables: Tables, enrolment: EnrolmentMixin, applicant: Applicant
) -> PeerMixin:
    peer = session.get(tables.peer, enrolment.node)
    if peer is None or enrolment.sign_key != applicant.sign_key:
        raise ConflictError("enrolment.used")
    return peer


def _enter(
    session: Session, tables: Tables, enrolment: EnrolmentMixin, applicant: Applicant
) -> PeerMixin:
    peer = session.get(tables.peer, enrolment.node)
    if peer is None:
        peer = tables.peer(node=enrolment.node, side=LOWER, enrolled_at=machine_now())
        session.add(peer)
    peer.title, peer.state, peer.approved_at = enrolment.title, PENDING, None
    peer.sign_key, peer.seal_key = applicant.sign_key, applicant.seal_key
    peer.instance = applicant.instance
    session.flush()
    return peer


def approve_peer(session: Session, tables: Tables, node: str, now: datetime) -> PeerMixin:
    """Lets a pending node in, after a person has compared both fingerprints."""
    peer = lower_peer(session, tables, node)
    if peer.state != PENDING:
        raise ConflictError("enrolment.not_pending", node=node)
    peer.state, peer.approved_at = ACTIVE, now
    put_key(session, tables, node, peer.title, peer.sign_key, peer.seal_key)
    rebind(session, tables, peer)
    session.flush()
    return peer


def revoke_peer(session: Session, tables: Tables, node: str) -> PeerMixin:
    """Refuses a lower node from its next call on."""
    peer = lower_peer(session, tables, node)
    peer.state = REVOKED
    session.flush()
    return peer


def lower_peer(session: Session, tables: Tables, node: str) -> PeerMixin:
    """A lower node's row under its lock."""
    table = tables.peer
    peer = session.scalars(
        select(table).where(table.node == node, table.side == LOWER).with_for_update()
    ).first()
    if peer is None:
        raise NotFoundError("node.unknown", node=node)
    return peer


def peer_fingerprint(peer: PeerMixin) -> str:
    """What the clerk compares with the fingerprint on the other node's screen."""
    return fingerprint(peer.sign_key)


def check_fingerprint(peer: PeerMixin, told: str | None) -> None:
    """Refuses another fingerprint than the key's; spaces don't matter, None: a person compared."""
    if told is not None and _digits(told) != _digits(peer_fingerprint(peer)):
        raise ConflictError("enrolment.other_fingerprint", node=peer.node, field="fingerprint")


def enrolments(session: Session, tables: Tables) -> list[dict[str, Any]]:
    """The lower nodes that came with their string, by name: pending, active or revoked."""
    table = tables.peer
    names = ("node", "title", "state", "enrolled_at", "approved_at")
    return [
        {**{name: getattr(peer, name) for name in names}, "fingerprint": peer_fingerprint(peer)}
        for peer in session.scalars(select(table).where(table.side == LOWER).order_by(table.node))
    ]


def describe(session: Session, tables: Tables, peer: PeerMixin) -> dict[str, Any]:
    """The answer to an applicant: its state and this node's keys."""
    sign_key, seal_key = public_keys(vault_of(session))
    own = this_node(session, tables)
    return {
        "state": peer.state,
        "node": own.name,
        "title": own.title,
        "sign_key": sign_key,
        "seal_key": seal_key,
        "instance": str(own.instance),
    }


def _digits(told: str) -> str:
    return "".join(told.split()).casefold()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
