"""The gate of the upper node: who signed this request, is it fresh, was it used before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.errors import InvalidError, UntrustedError
from shared.federation.node_key import thumbprint, to_raw
from shared.federation.outbox import own_name
from shared.federation.signature import Incoming, Signed, check_created, verify
from shared.federation.tables import Tables
from shared.federation.upsert import insert_into

NONCE_LIFE = timedelta(minutes=15)
KeyOf = Callable[[str], Ed25519PublicKey | None]


def key_in(sign_key: str) -> KeyOf:
    """Finds one key, where its id is asked for."""
    try:
        public = Ed25519PublicKey.from_public_bytes(to_raw(sign_key))
    except (InvalidError, ValueError):
        return lambda _key_id: None
    return lambda key_id: public if key_id == thumbprint(sign_key) else None


def peer_key(session: Session, tables: Tables, headers: Mapping[str, str]) -> KeyOf:
    """Finds the key of the lower node that the headers claim to come from."""
    peer = session.get(tables.peer, headers.get("fed-from", "")[:60])
    return key_in(peer.sign_key) if peer is not None else lambda _key_id: None


def check_request(session: Session, tables: Tables, incoming: Incoming, key_of: KeyOf) -> Signed:
    """Who signed it, for this node, now; UntrustedError otherwise. Writes nothing."""
    signed = verify(incoming, key_of)
    if signed.parties.receiver != own_name(session, tables):
        raise UntrustedError("signature.wrong")
    check_created(signed, machine_now())
    return signed


def use_nonce(session: Session, tables: Tables, signed: Signed) -> None:
    """Keeps the nonce in a transaction of its own; UntrustedError at its second use."""
    table, now = tables.nonce, machine_now()
    values: dict[str, Any] = {
        "node": signed.parties.sender,
        "nonce": signed.nonce,
        "seen_at": now,
    }
    insert = insert_into(session, table).values(values).on_conflict_do_nothing()
    done: CursorResult[Any] = session.connection().execute(insert)
    if done.rowcount != 1:
        raise UntrustedError("signature.replay")
    _forget(session, tables, now - NONCE_LIFE)


def _forget(session: Session, tables: Tables, before: datetime) -> None:
    session.execute(delete(tables.nonce).where(tables.nonce.seen_at < before))
