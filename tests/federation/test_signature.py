"""What is signed is all that counts: each part altered, missing, stale or used twice is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import pytest
from http_message_signatures import ContentDigest, HTTPMessageSigner, algorithms

from shared.clock import machine_now
from shared.federation import signature
from shared.federation.http import Answer
from shared.federation.node_key import public_keys, thumbprint
from tests.federation.conftest import Puppet
from tests.federation.peer import EXCHANGE, Peer

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("center")]


@dataclass
class Request:
    """A signed exchange on its way to be spoilt."""

    peer: Peer
    headers: dict[str, str]
    body: bytes
    path: str = EXCHANGE

    def send(self) -> Answer:
        return self.peer.http.call(
            "POST", self.peer.url + self.path, headers=self.headers, body=self.body
        )


@pytest.fixture(scope="module")
def peer(puppet: Puppet) -> Peer:
    made = puppet()
    made.add(made.message("weather.report", "weather:1", {}))
    return made


@pytest.fixture(scope="module")
def other(puppet: Puppet) -> Peer:
    return puppet()


@pytest.fixture
def request_of(peer: Peer) -> Request:
    body = peer.body(peer.batch(1, 1))
    return Request(peer, peer.sign(EXCHANGE, body), body)


def refused(answer: Answer, code: str = "signature") -> bool:
    return answer.status == 401 and f'"{code}"'.encode() in answer.body


def header(name: str, value: str) -> Callable[[Request], None]:
    def spoil(request: Request) -> None:
        assert request.headers[name] != value
        request.headers[name] = value

    return spoil


def within(
    name: str, old: str, new: str | Callable[[re.Match[str]], str]
) -> Callable[[Request], None]:
    def spoil(request: Request) -> None:
        found = next(key for key in request.headers if key.lower() == name)
        changed = re.sub(old, new, request.headers[found], count=1)
        assert changed != request.headers[found]
        request.headers[found] = changed

    return spoil


def later(number: str) -> int:
    """Another last digit than the number's."""
    return (int(number[-1]) + 1) % 10


def gone(name: str) -> Callable[[Request], None]:
    def spoil(request: Request) -> None:
        found = next(key for key in request.headers if key.lower() == name)
        del request.headers[found]

    return spoil


def other_body(request: Request) -> None:
    request.body = request.body.replace(b'"app": "test"', b'"app": "tost"')


def other_body_and_digest(request: Request) -> None:
    other_body(request)
    request.headers["content-digest"] = str(ContentDigest.create(request.body))


def query(request: Request) -> None:
    request.path += "?x=1"


def other_path(request: Request) -> None:
    request.headers = request.peer.sign("/federation/v1/enrolment", request.body)


def other_method(request: Request) -> None:
    peer = request.peer
    parties = signature.Parties(peer.name, peer.upper, str(peer.instance))
    outgoing = signature.Incoming({}, request.body, "PUT", peer.url + EXCHANGE)
    nonce = signature.new_nonce()
    request.headers = signature.sign_request(peer.vault, parties, outgoing, machine_now(), nonce)


SPOILT = {
    "altered @method": other_method,
    "altered @path": other_path,
    "altered @query": query,
    "altered content-type": header("content-type", "application/json; charset=utf-8"),
    "altered body": other_body,
    "altered body and digest": other_body_and_digest,
    "altered fed-from": header("fed-from", "station:07-77"),
    "altered fed-to": header("fed-to", "center:08"),
    "altered fed-instance": header("fed-instance", "00000000-0000-0000-0000-000000000001"),
    "altered created": within(
        "signature-input", r"created=\d+", lambda found: f"{found[0][:-1]}{later(found[0])}"
    ),
    "altered nonce": within("signature-input", r'nonce="...', 'nonce="aaa'),
    "altered keyid": within("signature-input", r'keyid="[^"]+"', 'keyid="0000"'),
    "altered tag": within("signature-input", r'tag="fed/1"', 'tag="fed/2"'),
    "altered alg": within("signature-input", r'alg="ed25519"', 'alg="hmac-sha256"'),
    "altered order of parts": within("signature-input", '"@method" "@path"', '"@path" "@method"'),
    "altered signature": within("signature", ":...", ":AAA"),
    "missing content-type": gone("content-type"),
    "missing content-digest": gone("content-digest"),
    "missing fed-from": gone("fed-from"),
    "missing fed-to": gone("fed-to"),
    "missing fed-instance": gone("fed-instance"),
    "missing signature": gone("signature"),
    "missing signature-input": gone("signature-input"),
    "missing created": within("signature-input", r";created=\d+", ""),
    "missing nonce": within("signature-input", r';nonce="[^"]+"', ""),
    "missing keyid": within("signature-input", r';keyid="[^"]+"', ""),
    "missing tag": within("signature-input", r';tag="[^"]+"', ""),
    "missing alg": within("signature-input", r';alg="[^"]+"', ""),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_request_is_refused(request_of: Request, spoil: Callable[[Request], None]) -> None:
    spoil(request_of)
    assert refused(request_of.send())


@pytest.mark.parametrize("part", signature.REQUEST_PARTS)
def test_a_request_that_leaves_a_part_unsigned_is_refused(
    request_of: Request, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = tuple(each for each in signature.REQUEST_PARTS if each != part)
    monkeypatch.setattr(signature, "REQUEST_PARTS", less)
    request_of.headers = request_of.peer.sign(EXCHANGE, request_of.body)
    assert refused(request_of.send())


@pytest.mark.parametrize("parameter", ["nonce", "tag", "alg"])
def test_a_request_signed_without_a_parameter_is_refused(
    request_of: Request, parameter: str
) -> None:
    said = {"nonce": signature.new_nonce(), "tag": "fed/1", "include_alg": True}
    said |= {"include_alg": False} if parameter == "alg" else {parameter: None}
    request_of.headers = signed_by_hand(request_of, said)
    assert refused(request_of.send())


def test_the_same_request_signed_by_hand_with_all_parameters_is_taken(request_of: Request) -> None:
    said = {"nonce": signature.new_nonce(), "tag": "fed/1", "include_alg": True}
    request_of.headers = signed_by_hand(request_of, said)
    assert request_of.send().status == 200


def signed_by_hand(request: Request, said: dict[str, object]) -> dict[str, str]:
    kept = {key: request.headers[key] for key in request.headers if "signature" not in key.lower()}
    message = SimpleNamespace(method="POST", url=request.peer.url + EXCHANGE, headers=kept)
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.ED25519,
        key_resolver=SimpleNamespace(
            resolve_private_key=lambda key_id: request.peer.vault.sign_key,
        ),
    )
    signer.sign(
        message,
        key_id=thumbprint(public_keys(request.peer.vault)[0]),
        created=machine_now(),
        label="fed",
        covered_component_ids=signature.REQUEST_PARTS,
        use_existing_digest=True,
        **said,
    )
    return kept


@pytest.mark.parametrize(("seconds", "status"), [(-310, 401), (-290, 200), (110, 200), (130, 401)])
def test_a_request_is_good_from_five_minutes_old_to_two_minutes_ahead(
    peer: Peer, seconds: int, status: int
) -> None:
    body = peer.body(None)
    created = machine_now() + timedelta(seconds=seconds)
    answer = peer.send(EXCHANGE, body, peer.sign(EXCHANGE, body, created))
    assert answer.status == status
    assert status == 200 or refused(answer, "clock_skew")


def test_a_nonce_is_good_once(peer: Peer) -> None:
    body = peer.body(None)
    headers = peer.sign(EXCHANGE, body)
    assert peer.send(EXCHANGE, body, headers).status == 200
    assert refused(peer.send(EXCHANGE, body, headers), "replay")


def test_a_used_nonce_is_refused_under_another_body_too(peer: Peer) -> None:
    body, nonce = peer.body(None), signature.new_nonce()
    assert peer.send(EXCHANGE, body, peer.sign(EXCHANGE, body, nonce=nonce)).status == 200
    body = peer.body(None)
    assert refused(peer.send(EXCHANGE, body, peer.sign(EXCHANGE, body, nonce=nonce)), "replay")


def test_another_stations_key_signs_for_nobody_but_itself(peer: Peer, other: Peer) -> None:
    body = peer.body(None)
    forger = Peer(peer.name, peer.upper, peer.url, other.vault, peer.instance)
    assert refused(forger.send(EXCHANGE, body))


def test_what_is_signed_for_another_node_is_refused_here(peer: Peer) -> None:
    body = peer.body(None)
    elsewhere = Peer(peer.name, "center:08", peer.url, peer.vault, peer.instance)
    assert refused(peer.send(EXCHANGE, body, elsewhere.sign(EXCHANGE, body)))


def test_a_refusal_is_signed_too_and_names_the_requests_nonce(request_of: Request) -> None:
    other_body(request_of)
    answer = request_of.send()
    assert refused(answer)
    request_of.peer.check_answer(answer, request_of.headers)


def test_nothing_of_all_this_was_stored(peer: Peer, puppet: Puppet) -> None:
    fresh = puppet()
    fresh.add(fresh.message("weather.report", "weather:1", {}))
    body = fresh.body(fresh.batch(1, 1))
    spoilt = Request(fresh, fresh.sign(EXCHANGE, body), body)
    other_body_and_digest(spoilt)
    assert refused(spoilt.send())
    status, said = fresh.exchange(fresh.batch(1, 1))
    assert (status, said["results"]) == (200, [{"seq": 1, "state": "stored"}])
