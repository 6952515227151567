"""Each part and parameter of the signatures: altered, missing, stale, replayed; answers too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.clock import machine_now
from shared.errors import UntrustedError
from shared.federation import gate, signature
from shared.federation.call import Call
from shared.federation.node_key import public_keys
from shared.federation.signature import ANSWER_PARTS, REQUEST_PARTS, Incoming, Parties
from shared.vault import Vault
from tests.shared.federation.node import TestNode

VAULT = Vault(bytes(32), bytes(32), Ed25519PrivateKey.generate(), X25519PrivateKey.generate())
KEY = gate.key_in(public_keys(VAULT)[0])
PARTIES = Parties("station:01-01", "center:01", "i")
BODY = b'{"a":1}'
NONCE = "n" * 32


def a_request(url: str = "http://x/federation/v1/exchange?a=b") -> Incoming:
    outgoing = Incoming({}, BODY, "POST", url)
    headers = signature.sign_request(VAULT, PARTIES, outgoing, machine_now(), NONCE)
    return replace(outgoing, headers=headers)


def an_answer() -> Incoming:
    outgoing = Incoming({}, BODY, status=200)
    headers = signature.sign_answer(VAULT, PARTIES, outgoing, machine_now(), NONCE)
    return replace(outgoing, headers=headers)


def header(name: str, change: Callable[[str], str]) -> Callable[[Incoming], Incoming]:
    def alter(found: Incoming) -> Incoming:
        return replace(found, headers={**found.headers, name: change(found.headers[name])})

    return alter


def without(name: str) -> Callable[[Incoming], Incoming]:
    def alter(found: Incoming) -> Incoming:
        return replace(found, headers={k: v for k, v in found.headers.items() if k != name})

    return alter


def said(pattern: str, by: str) -> Callable[[Incoming], Incoming]:
    """Alters what Signature-Input says."""

    def change(value: str) -> str:
        altered = re.sub(pattern, by, value)
        assert altered != value
        return altered

    return header("Signature-Input", change)


PARAMETERS = {
    f"{name} {how}": said(pattern, by)
    for name, pattern, altered in [
        ("created", r";created=\d+", ";created=1"),
        ("keyid", r';keyid="[^"]*"', ';keyid="0123"'),
        ("nonce", r';nonce="[^"]*"', ';nonce="m"'),
        ("tag", r';tag="[^"]*"', ';tag="other"'),
        ("alg", r';alg="[^"]*"', ';alg="hmac-sha256"'),
    ]
    for how, by in [("altered", altered), ("missing", "")]
}
HEADERS = {
    f"{name} {how}": alter
    for name in ("content-type", "content-digest", "fed-from", "fed-to", "fed-instance")
    for how, alter in [
        ("altered", header(name, lambda value: value.replace(value[8:9], "q", 1) + "x")),
        ("missing", without(name)),
    ]
}
BOTH = {
    **PARAMETERS,
    **HEADERS,
    "body altered": lambda found: replace(found, body=b'{"a":2}'),
    "body empty": lambda found: replace(found, body=b""),
    "signature altered": header("Signature", lambda v: v.replace(":", ":AAAA", 1)),
    "signature missing": without("Signature"),
    "input missing": without("Signature-Input"),
    "input nonsense": header("Signature-Input", lambda _: "((("),
    "expires added": said(r";created", ";expires=9999999999;created"),
}
REQUEST = {
    "method": lambda found: replace(found, method="PUT"),
    "path": lambda found: replace(found, url=found.url.replace("exchange", "enrolment")),
    "query": lambda found: replace(found, url=found.url.replace("a=b", "a=c")),
    "query gone": lambda found: replace(found, url=found.url.partition("?")[0]),
}


def test_a_signature_that_holds_says_who_and_when() -> None:
    for found in (a_request(), an_answer(), a_request("http://x/federation/v1/exchange")):
        signed = signature.verify(found, KEY)
        assert (signed.parties, signed.nonce) == (PARTIES, NONCE)


def test_the_host_may_differ_since_proxies_rewrite_it() -> None:
    assert signature.verify(replace(a_request(), url="http://y/federation/v1/exchange?a=b"), KEY)


@pytest.mark.parametrize("alter", {**BOTH, **REQUEST}.values(), ids={**BOTH, **REQUEST}.keys())
def test_an_altered_request_is_refused(alter: Callable[[Incoming], Incoming]) -> None:
    with pytest.raises(UntrustedError):
        signature.verify(alter(a_request()), KEY)


@pytest.mark.parametrize("alter", BOTH.values(), ids=BOTH.keys())
def test_an_altered_answer_is_refused(alter: Callable[[Incoming], Incoming]) -> None:
    with pytest.raises(UntrustedError):
        signature.verify(alter(an_answer()), KEY)


def test_an_answer_with_another_status_is_refused() -> None:
    with pytest.raises(UntrustedError):
        signature.verify(replace(an_answer(), status=403), KEY)


def test_a_request_is_no_answer_and_an_answer_no_request() -> None:
    with pytest.raises(UntrustedError):
        signature.verify(replace(a_request(), status=200), KEY)
    with pytest.raises(UntrustedError):
        signature.verify(replace(an_answer(), status=None, url="http://x/"), KEY)


@pytest.mark.parametrize("part", REQUEST_PARTS)
def test_a_request_that_does_not_cover_a_part_is_refused(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = tuple(each for each in REQUEST_PARTS if each != part)
    monkeypatch.setattr(signature, "REQUEST_PARTS", parts)
    found = a_request()
    monkeypatch.undo()
    with pytest.raises(UntrustedError):
        signature.verify(found, KEY)


@pytest.mark.parametrize("part", ANSWER_PARTS)
def test_an_answer_that_does_not_cover_a_part_is_refused(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = tuple(each for each in ANSWER_PARTS if each != part)
    monkeypatch.setattr(signature, "ANSWER_PARTS", parts)
    found = an_answer()
    monkeypatch.undo()
    with pytest.raises(UntrustedError):
        signature.verify(found, KEY)


def test_another_key_is_refused() -> None:
    other = replace(VAULT, sign_key=Ed25519PrivateKey.generate())
    with pytest.raises(UntrustedError):
        signature.verify(a_request(), gate.key_in(public_keys(other)[0]))
    with pytest.raises(UntrustedError):
        signature.verify(a_request(), lambda _key_id: other.sign_key.public_key())


@pytest.mark.parametrize(
    ("seconds", "holds"), [(-299, True), (-301, False), (119, True), (122, False)]
)
def test_the_window_is_five_minutes_back_and_two_ahead(seconds: int, holds: bool) -> None:
    signed = replace(signature.verify(a_request(), KEY), created=1_000_000 + seconds)
    now = machine_now().fromtimestamp(1_000_000, machine_now().tzinfo)
    if holds:
        signature.check_created(signed, now)
    else:
        with pytest.raises(UntrustedError, match="clock_skew"):
            signature.check_created(signed, now)


def resigned(node: TestNode, call: Call, **other: object) -> Call:
    """The call signed for other parties, by another clock."""
    parties = replace(
        call.parties,
        **{name: value for name, value in other.items() if name in ("sender", "receiver")},
    )
    created = machine_now() + timedelta(seconds=float(str(other.get("seconds", 0))))
    outgoing = Incoming({}, call.body, "POST", call.url)
    nonce = signature.new_nonce()
    headers = signature.sign_request(node.vault, parties, outgoing, created, nonce)
    return replace(call, headers=headers, nonce=nonce)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"receiver": "center:02"}, "signature"),
        ({"sender": "station:01-99"}, "signature"),
        ({"sender": "nobody at all"}, "signature"),
        ({"seconds": -400}, "clock_skew"),
        ({"seconds": 200}, "clock_skew"),
    ],
)
def test_over_http_each_is_refused_and_nothing_is_stored(
    station: TestNode, center: TestNode, other: dict[str, object], code: str
) -> None:
    station.say(center.name)
    answer = station.send(resigned(station, station.composed(), **other))
    assert (answer.status, json.loads(answer.body)["code"]) == (401, code)
    assert center.inbox() == []


def test_unsigned_junk_gets_a_signed_refusal_never_a_500(
    station: TestNode, center: TestNode
) -> None:
    url = center.url + "/federation/v1/exchange"
    for headers in ({}, {"signature-input": "fed=(", "signature": "é"}, {"fed-from": "x" * 999}):
        answer = station.http.call("POST", url, headers=headers, body=b"\xff\x00")
        assert answer.status == 401
        incoming = Incoming(answer.headers, answer.body, status=answer.status)
        with pytest.raises(UntrustedError):
            signature.verify(incoming, gate.key_in(public_keys(center.vault)[0]))


@pytest.mark.parametrize(
    "body",
    [
        b"\xff",
        b"[]",
        b"{}",
        b'{"hello":{"reads":["fed/1"]},"up":[]}',
        b'{"hello":{"reads":["fed/1"]},"up":null}',
        b'{"hello":{"reads":["fed/1"],"down_cursor":{"epoch":null,"seq":-1,"chain":""}},"up":null}',
        b"[" * 100_000,
    ],
)
def test_a_malformed_exchange_is_422(station: TestNode, center: TestNode, body: bytes) -> None:
    call = replace(station.composed(), body=body)
    answer = station.send(resigned(station, call))
    assert (answer.status, json.loads(answer.body)["code"]) == (422, "exchange.malformed")


def test_who_reads_no_fed_1_is_too_old(station: TestNode, center: TestNode) -> None:
    call = replace(station.composed(), body=b'{"hello":{"reads":["fed/0"]}}')
    assert station.send(resigned(station, call)).status == 426
