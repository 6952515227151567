"""The text of a QR on a card or certificate: signed, so that a reader without a line can check it.

A compact JWS by Ed25519 that is a JWT: any JOSE library checks it with the published key set
(docs/decisions/). It names kind, number and day of issue, never a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.clock import local_day
from shared.domain.month import day_begins
from shared.errors import UntrustedError
from shared.federation.node_key import public_keys, thumbprint, to_text
from shared.vault import Vault

ALGORITHM: Final = "Ed25519"
TYPE: Final = "yigong+jwt"
KINDS: Final = frozenset({"card", "certificate"})
KEY_ID_DIGITS: Final = 8  # enough to tell a node's own few keys apart; a QR is small
LONGEST: Final = 600


@dataclass(frozen=True)
class Certified:
    """What was issued: a card or a certificate, under which number, on which day."""

    kind: str
    number: str
    issued_on: date


def sign_token(vault: Vault, certified: Certified) -> str:
    """`header.payload.signature` by this node's key."""
    sign_key = public_keys(vault)[0]
    secret = to_text(vault.sign_key.private_bytes_raw())
    private = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": sign_key, "d": secret})
    header = {"alg": ALGORITHM, "kid": key_id(sign_key), "typ": TYPE}
    said = {
        "sub": f"{certified.kind}:{certified.number}",
        "iat": int(day_begins(certified.issued_on).timestamp()),
    }
    body = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()
    return jws.serialize_compact(header, body, private, algorithms=[ALGORITHM])


def read_token(token: str, keys: Iterable[str]) -> Certified:
    """What a token says; UntrustedError unless one of these keys (base64url) signed it."""
    known = {key_id(key): key for key in keys}
    try:
        header = jws.extract_compact(token.encode()).headers()
        key = known[header["kid"]]
        public = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": key})
        found = jws.deserialize_compact(token, public, algorithms=[ALGORITHM])
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise UntrustedError("verification.wrong_signature") from error
    if header.get("typ") != TYPE:
        raise UntrustedError("verification.wrong_signature")
    return _certified(found.payload)


def key_id(sign_key: str) -> str:
    """The `kid` of a key in tokens and in the published set."""
    return thumbprint(sign_key)[:KEY_ID_DIGITS]


def key_set(keys: Iterable[str]) -> dict[str, Any]:
    """The JWK set (RFC 7517) with which anybody checks tokens."""
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": key,
                "kid": key_id(key),
                "alg": ALGORITHM,
                "use": "sig",
            }
            for key in keys
        ]
    }


def address_of(base: str | None, token: str) -> str:
    """What the QR holds: `<base>/v/<token>`, or the token alone where no base is known."""
    return f"{base}/v/{token}" if base else token


def token_in(text: str) -> str:
    """The token or number in what a reader saw: an address under any base, or itself."""
    return text.strip().rsplit("/v/", 1)[-1].strip("/ ")


def _certified(payload: bytes) -> Certified:
    try:
        said: Mapping[str, Any] = json.loads(payload)
        kind, _, number = said["sub"].partition(":")
        issued_on = local_day(datetime.fromtimestamp(said["iat"], UTC))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise UntrustedError("verification.wrong_signature") from error
    if kind not in KINDS:
        raise UntrustedError("verification.wrong_signature")
    return Certified(kind, number, issued_on)
