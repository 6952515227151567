"""The text of a QR: what it says, who can check it, and what is no such text."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from joserfc import jws
from joserfc.jwk import OKPKey

from shared.errors import UntrustedError
from shared.federation import proof
from shared.federation.node_key import public_keys, to_text
from shared.vault import Vault
from shared.verification import (
    ALGORITHM,
    TYPE,
    Certified,
    address_of,
    key_id,
    key_set,
    read_token,
    sign_token,
    token_in,
)

CARD = Certified("card", "13-2025-00001", date(2025, 1, 6))


def new_vault() -> Vault:
    keys = (Ed25519PrivateKey.generate(), X25519PrivateKey.generate())
    return Vault(os.urandom(32), os.urandom(32), *keys)


@pytest.fixture
def vault() -> Vault:
    return new_vault()


def decoded(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def signed(vault: Vault, payload: bytes, **header: str) -> str:
    """A JWS by the vault's key, over any payload, under any header."""
    key = public_keys(vault)[0]
    secret = to_text(vault.sign_key.private_bytes_raw())
    private = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": key, "d": secret})
    facts = {"alg": ALGORITHM, "kid": key_id(key), "typ": TYPE} | header
    return jws.serialize_compact(facts, payload, private, algorithms=[ALGORITHM])


def test_a_token_says_kind_number_and_day_of_issue_and_is_short(vault: Vault) -> None:
    token = sign_token(vault, CARD)
    header, payload, _ = token.split(".")
    key = public_keys(vault)[0]
    assert decoded(header) == {"alg": "Ed25519", "kid": key_id(key), "typ": "yigong+jwt"}
    # midnight in Asia/Shanghai
    assert decoded(payload) == {"sub": "card:13-2025-00001", "iat": 1736092800}
    assert len(token) < 230
    assert read_token(token, [key]) == CARD


def test_any_program_checks_it_with_the_published_set_alone(vault: Vault) -> None:
    token = sign_token(vault, CARD)
    [published] = key_set([public_keys(vault)[0]])["keys"]
    assert published["kid"] == decoded(token.split(".")[0])["kid"]
    raw = urlsafe_b64decode(published["x"] + "=")
    said, _, signature = token.rpartition(".")
    public = Ed25519PublicKey.from_public_bytes(raw)
    public.verify(urlsafe_b64decode(signature + "=="), said.encode())


def test_an_older_key_of_the_node_still_checks_what_it_signed(vault: Vault) -> None:
    token, today = sign_token(vault, CARD), public_keys(new_vault())[0]
    assert read_token(token, [today, public_keys(vault)[0]]) == CARD
    with pytest.raises(UntrustedError):
        read_token(token, [today])


@pytest.mark.parametrize("place", range(0, 200, 7))
def test_a_sign_altered_anywhere_breaks_it(vault: Vault, place: int) -> None:
    token = sign_token(vault, CARD)
    other = "A" if token[place] != "A" else "B"
    with pytest.raises(UntrustedError, match=r"verification\.wrong_signature"):
        read_token(token[:place] + other + token[place + 1 :], [public_keys(vault)[0]])


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "é.é.é", "x" * 600, "eyJ9.e30.AA"])
def test_junk_is_no_token(vault: Vault, text: str) -> None:
    with pytest.raises(UntrustedError, match=r"verification\.wrong_signature"):
        read_token(text, [public_keys(vault)[0]])


PAYLOADS = [
    b"",
    b"[]",
    b"{}",
    b'{"sub":"card:1"}',
    b'{"sub":1,"iat":1}',
    b'{"sub":"card:1","iat":"1"}',
    b'{"sub":"card:1","iat":1e300}',
    b'{"sub":"card:1","iat":99999999999999}',
    b'{"sub":"seal:1","iat":1}',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_the_node_signed_but_means_nothing_is_no_token(vault: Vault, payload: bytes) -> None:
    with pytest.raises(UntrustedError, match=r"verification\.wrong_signature"):
        read_token(signed(vault, payload), [public_keys(vault)[0]])


def test_what_the_node_signed_as_something_else_is_no_token(vault: Vault) -> None:
    payload = b'{"sub":"card:1","iat":1736092800}'
    keys = [public_keys(vault)[0]]
    assert read_token(signed(vault, payload), keys).number == "1"
    for kind in (proof.CHECKPOINT, proof.RECEIPT, proof.SEAL, "JWT"):
        with pytest.raises(UntrustedError):
            read_token(signed(vault, payload, typ=kind), keys)


def test_a_qr_holds_an_address_or_the_bare_token() -> None:
    assert address_of("https://yigong.example", "a.b.c") == "https://yigong.example/v/a.b.c"
    assert address_of(None, "a.b.c") == "a.b.c"


@pytest.mark.parametrize(
    ("seen", "inside"),
    [
        ("https://yigong.example/v/a.b.c", "a.b.c"),
        ("http://old.example/yigong/v/a.b.c/", "a.b.c"),
        (" 13-2025-00001 ", "13-2025-00001"),
        ("/v/13-2025-00001", "13-2025-00001"),
        ("", ""),
    ],
)
def test_what_a_reader_saw_leads_to_the_token_or_number(seen: str, inside: str) -> None:
    assert token_in(seen) == inside
