"""Signatures that outlive the request: checkpoint, receipt and the origin's seal, as JWS."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.errors import UntrustedError
from shared.federation.node_key import public_keys, thumbprint, to_text
from shared.federation.tables import KeyMixin
from shared.vault import Vault

ALGORITHMS = ["Ed25519"]
CHECKPOINT = "fed-checkpoint+jws"
RECEIPT = "fed-receipt+jws"
SEAL = "fed-seal+jws"


def sign(vault: Vault, kind: str, payload: Mapping[str, Any]) -> str:
    """A compact JWS of `kind` (its `typ`) over the payload as JSON."""
    body = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _serialize(vault, kind, body.encode())


def seal_body(vault: Vault, body: bytes) -> str:
    """The origin's detached seal over a message's bytes."""
    return jws.detach_content(_serialize(vault, SEAL, body))


def read(text: str, key: KeyMixin, kind: str) -> dict[str, Any]:
    """The payload of a JWS by `key`; UntrustedError where key, kind or signature differ."""
    payload = json.loads(_verify(text, key, kind))
    if not isinstance(payload, dict):
        raise UntrustedError("proof.malformed", kind=kind)
    return payload


def check_seal(seal: str, body: bytes, key: KeyMixin) -> None:
    """UntrustedError unless `key`'s node sealed exactly these bytes."""
    _verify(seal, key, SEAL, body)


def key_id(text: str) -> str | None:
    """The `kid` a JWS claims, to look the key up; proves nothing."""
    try:
        kid = jws.extract_compact(text.encode(), payload=b"").headers().get("kid")
    except (JoseError, ValueError):
        return None
    return kid if isinstance(kid, str) else None


def _serialize(vault: Vault, kind: str, body: bytes) -> str:
    sign_key = public_keys(vault)[0]
    private = OKPKey.import_key(
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": sign_key,
            "d": to_text(vault.sign_key.private_bytes_raw()),
        }
    )
    header = {"alg": ALGORITHMS[0], "typ": kind, "kid": thumbprint(sign_key)}
    return jws.serialize_compact(header, body, private, algorithms=ALGORITHMS)


def _verify(text: str, key: KeyMixin, kind: str, body: bytes | None = None) -> bytes:
    public = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": key.sign_key})
    try:
        found = jws.deserialize_compact(text, public, algorithms=ALGORITHMS, payload=body)
    except (JoseError, ValueError) as error:
        raise UntrustedError("proof.wrong_signature", kind=kind) from error
    if body is not None and found.payload != body:
        raise UntrustedError("proof.wrong_signature", kind=kind)
    headers = found.headers()
    if headers.get("typ") != kind or headers.get("kid") != key.id:
        raise UntrustedError("proof.wrong_kind", kind=kind)
    return found.payload
