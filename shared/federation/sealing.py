"""What only one node may read: JWE for its X25519 key, relayed by nodes that can't open it."""

from __future__ import annotations

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from sqlalchemy.orm import Session

from shared.errors import NotFoundError, UntrustedError
from shared.federation.node_key import key_of, public_keys, to_text
from shared.federation.tables import Tables
from shared.vault import vault_of

ALGORITHMS = ["ECDH-ES+A256KW", "A256GCM"]
TYPE = "fed-sealed+jwe"


def seal_for(session: Session, tables: Tables, node: str, clear: bytes) -> str:
    """A JWE for `node`; NotFoundError while its key is unknown here (`directory` brings it)."""
    key = key_of(session, tables, node)
    if key is None:
        raise NotFoundError("key.unknown", node=node)
    public = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": key.seal_key})
    header = {"alg": ALGORITHMS[0], "enc": ALGORITHMS[1], "typ": TYPE, "kid": node}
    return jwe.encrypt_compact(header, clear, public, algorithms=ALGORITHMS)


def open_sealed(session: Session, sealed: str) -> bytes:
    """Opens what was sealed for this node; UntrustedError where it was for another, or altered."""
    vault = vault_of(session)
    private = OKPKey.import_key(
        {
            "kty": "OKP",
            "crv": "X25519",
            "x": public_keys(vault)[1],
            "d": to_text(vault.seal_key.private_bytes_raw()),
        }
    )
    try:
        opened = jwe.decrypt_compact(sealed, private, algorithms=ALGORITHMS)
    except (JoseError, ValueError) as error:
        raise UntrustedError("sealed.unreadable") from error
    if opened.headers().get("typ") != TYPE:
        raise UntrustedError("sealed.unreadable")
    return opened.plaintext or b""
