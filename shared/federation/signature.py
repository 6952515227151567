"""Signatures of requests and answers (RFC 9421): the one place that knows the library."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)

from shared.errors import UntrustedError
from shared.federation.node_key import public_keys, thumbprint
from shared.vault import Vault

PARTIES = ("fed-from", "fed-to", "fed-instance")
REQUEST_PARTS = ("@method", "@path", "@query", "content-type", "content-digest", *PARTIES)
ANSWER_PARTS = ("@status", "content-type", "content-digest", *PARTIES)
PARAMETERS = {"created", "keyid", "nonce", "tag", "alg"}
REQUEST_TAG = "fed/1"
ANSWER_TAG = "fed/1-answer"
CONTENT_TYPE = "application/json"
OLDEST = timedelta(seconds=300)
NEWEST = timedelta(seconds=120)
LONGEST_NONCE = 64
NONCE = re.compile(r';nonce="([A-Za-z0-9_-]{1,64})"')


@dataclass(frozen=True)
class Parties:
    """Who speaks to whom: node names and the speaker's instance."""

    sender: str
    receiver: str
    instance: str


@dataclass(frozen=True)
class Incoming:
    """A request as it came, or an answer (`status` set); headers as a plain mapping."""

    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"
    url: str = ""
    status: int | None = None


@dataclass(frozen=True)
class Signed:
    """What a signature that holds has said."""

    parties: Parties
    key_id: str
    nonce: str
    created: int


def new_nonce() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


def sign_request(
    vault: Vault, parties: Parties, outgoing: Incoming, created: datetime, nonce: str
) -> dict[str, str]:
    """The headers to send with the request, signature included."""
    headers = _headers(parties, outgoing.body)
    message = SimpleNamespace(method=outgoing.method, url=outgoing.url, headers=headers)
    _sign(vault, message, REQUEST_PARTS, (created, nonce, REQUEST_TAG))
    return headers


def sign_answer(
    vault: Vault, parties: Parties, outgoing: Incoming, created: datetime, nonce: str
) -> dict[str, str]:
    """The headers of an answer; `nonce` is the request's."""
    headers = _headers(parties, outgoing.body)
    message = SimpleNamespace(status_code=outgoing.status, headers=headers)
    _sign(vault, message, ANSWER_PARTS, (created, nonce, ANSWER_TAG))
    return headers


def verify(incoming: Incoming, key_of: Callable[[str], Ed25519PublicKey | None]) -> Signed:
    """Who signed this request or answer; `key_of` finds a public key by its id.

    UntrustedError unless every part and parameter is there and covered, the body included.
    Judges neither the clock nor whether the nonce is new or who was meant.
    """
    is_answer = incoming.status is not None
    headers = {name.lower(): value for name, value in incoming.headers.items()}
    message = SimpleNamespace(headers=headers, method=incoming.method, url=incoming.url)
    if is_answer:
        message = SimpleNamespace(headers=headers, status_code=incoming.status)
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(key_of))
    try:
        [found] = verifier.verify(
            message,
            max_age=None,
            expect_tag=ANSWER_TAG if is_answer else REQUEST_TAG,
            require_components=ANSWER_PARTS if is_answer else REQUEST_PARTS,
            body=incoming.body,
        )
    except (HTTPMessageSignaturesException, ValueError) as error:
        raise UntrustedError("signature.wrong") from error
    return _signed(headers, found.parameters)


def check_created(signed: Signed, now: datetime) -> None:
    """UntrustedError where the request is older than 300 s or more than 120 s ahead."""
    created = signed.created - now.timestamp()
    if not -OLDEST.total_seconds() <= created <= NEWEST.total_seconds():
        raise UntrustedError("signature.clock_skew")


def claimed_nonce(headers: Mapping[str, str]) -> str:
    """The nonce that a request claims, to echo it in a refusal; empty where there is none."""
    found = NONCE.search(headers.get("signature-input", ""))
    return found.group(1) if found else ""


def _signed(headers: Mapping[str, str], parameters: Mapping[str, Any]) -> Signed:
    if set(parameters) != PARAMETERS or not 0 < len(parameters["nonce"]) <= LONGEST_NONCE:
        raise UntrustedError("signature.wrong")
    return Signed(
        parties=Parties(*(headers[name] for name in PARTIES)),
        key_id=parameters["keyid"],
        nonce=parameters["nonce"],
        created=parameters["created"],
    )


def _headers(parties: Parties, body: bytes) -> dict[str, str]:
    return {
        "content-type": CONTENT_TYPE,
        "content-digest": ContentDigest.create(body),
        "fed-from": parties.sender,
        "fed-to": parties.receiver,
        "fed-instance": parties.instance,
    }


def _sign(
    vault: Vault, message: Any, parts: tuple[str, ...], said: tuple[datetime, str, str]
) -> None:
    created, nonce, tag = said
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_OwnKey(vault))
    signer.sign(
        message,
        key_id=thumbprint(public_keys(vault)[0]),
        created=created,
        nonce=nonce,
        tag=tag,
        label="fed",
        covered_component_ids=parts,
        use_existing_digest=True,
    )


class _Verifier(HTTPMessageVerifier):
    """The library's skew of 5 s is off: the window is judged by `check_created`."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        pass


class _OwnKey(HTTPSignatureKeyResolver):
    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def resolve_private_key(self, key_id: str) -> Any:
        return self._vault.sign_key


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, key_of: Callable[[str], Ed25519PublicKey | None]) -> None:
        self._key_of = key_of

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        return self._key_of(key_id)
