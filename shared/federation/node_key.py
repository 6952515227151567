"""Public keys of nodes: their thumbprints, what people compare, and the table of them."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.errors import ConflictError, InvalidError
from shared.federation.name import tier_of
from shared.federation.tables import KeyMixin, Tables
from shared.vault import Vault

KEY_BYTES = 32
SHOWN_DIGITS = 20


def to_text(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def to_raw(text: str) -> bytes:
    """The 32 bytes of a key in base64url; refuses anything else."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise InvalidError("key.malformed") from error
    if len(raw) != KEY_BYTES or to_text(raw) != text:
        raise InvalidError("key.malformed")
    return raw


def thumbprint(sign_key: str) -> str:
    """128 bit of the key's SHA-256 in hex: the key's id in tables, `keyid` and `kid`."""
    return hashlib.sha256(to_raw(sign_key)).hexdigest()[:32]


def fingerprint(sign_key: str) -> str:
    """What two people read to each other: the first 80 bit, in groups of four digits."""
    digits = thumbprint(sign_key)[:SHOWN_DIGITS]
    return " ".join(digits[at : at + 4] for at in range(0, SHOWN_DIGITS, 4))


def public_keys(vault: Vault) -> tuple[str, str]:
    """This node's keys to sign and to be sealed to, in base64url."""
    return (
        to_text(vault.sign_key.public_key().public_bytes_raw()),
        to_text(vault.seal_key.public_key().public_bytes_raw()),
    )


def put_key(  # noqa: PLR0913
    session: Session, tables: Tables, node: str, title: str, sign_key: str, seal_key: str
) -> None:
    """Enters a node's keys, or its new title; a key that another node holds is refused."""
    tier_of(node)
    to_raw(seal_key)
    known = session.get(tables.key, thumbprint(sign_key))
    if known is None:
        session.add(
            tables.key(
                id=thumbprint(sign_key),
                node=node,
                title=title,
                sign_key=sign_key,
                seal_key=seal_key,
                since=machine_now(),
            )
        )
        session.flush()
    elif known.node != node:
        raise ConflictError("key.of_another_node", node=node)
    else:
        known.title, known.seal_key = title, seal_key


def key_of(session: Session, tables: Tables, node: str) -> KeyMixin | None:
    """A node's newest keys."""
    keys = tables.key
    return session.scalars(
        select(keys).where(keys.node == node).order_by(keys.since.desc(), keys.id).limit(1)
    ).first()


def sign_key_of(key: KeyMixin) -> Ed25519PublicKey:
    """The key that verifies what the node signed."""
    return Ed25519PublicKey.from_public_bytes(to_raw(key.sign_key))
