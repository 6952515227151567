"""What the center can't read or may not accept is stored and answered; the stream flows on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.district import Node
from shared.federation.batch import Row
from shared.federation.proof import seal_body
from shared.wire.card import ISSUED
from shared.wire.registration import SUBMITTED
from shared.wire.year import SEALED
from tests.federation.conftest import Puppet
from tests.federation.peer import Peer

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("center")]

GOOD = 200
YEAR = {
    "station": "station:07-01",
    "year": 2025,
    "version": 1,
    "part": 1,
    "parts": 1,
    "signed_by": "站长",
    "sealed_at": "2026-01-05T01:00:00+00:00",
    "volunteers": [],
}


def submission(index: int) -> dict[str, Any]:
    return {
        "registration": str(UUID(int=index + 1)),
        "volunteer": str(UUID(int=index + 100_001)),
        "version": 1,
        "name": f"义工{index}",
        "sex": "female",
        "birth_year": 1980,
        "post": "",
        "specialties": [],
        "categories": ["convenience"],
        "free_times": [],
        "health": True,
        "conduct": True,
        "consents": {"sensitive": True, "naming": False, "photos": False},
        "digest": f"w1:{index:064x}",
        "applied_on": date(2025, 2, 1).isoformat(),
        "origin": "in_person",
        "claim": None,
    }


def good(peer: Peer, index: int, **outside: Any) -> bytes:
    data = submission(index)
    return peer.message(SUBMITTED, f"registration:{data['registration']}", data, **outside)


def raw(body: bytes) -> Callable[[Peer], Row]:
    return lambda peer: peer.add(body)


def bad(**outside: Any) -> Callable[[Peer], Row]:
    return lambda peer: peer.add(good(peer, 900, **outside))


def changed(**facts: Any) -> Callable[[Peer], Row]:
    """An envelope that no schema of ours would write."""
    return lambda peer: peer.add(json.dumps(json.loads(good(peer, 901)) | facts).encode())


def of_type(type: str, data: dict[str, Any], **outside: Any) -> Callable[[Peer], Row]:
    return lambda peer: peer.add(peer.message(type, "some:thing", data, **outside))


def other_id(peer: Peer) -> Row:
    return peer.add(good(peer, 902), id=uuid4())


def card(peer: Peer) -> Row:
    body = peer.message(ISSUED, "card:1", {"card": str(uuid4())})
    return peer.add(body, seal=seal_body(peer.vault, body))


def year_unsealed(peer: Peer) -> Row:
    return peer.add(peer.message(SEALED, "year:1", YEAR | {"station": peer.name}))


def year_of_other_bytes(peer: Peer) -> Row:
    body = peer.message(SEALED, "year:1", YEAR | {"station": peer.name})
    return peer.add(body, seal=seal_body(peer.vault, body + b" "))


def year_under_a_word(peer: Peer) -> Row:
    body = peer.message(SEALED, "year:1", YEAR | {"station": peer.name})
    return peer.add(body, seal="no.such.seal")


def broken_data(peer: Peer) -> Row:
    data = submission(903) | {"sex": "unknown", "birth_year": "1980"}
    return peer.add(peer.message(SUBMITTED, "registration:903", data))


def lasting(peer: Peer) -> Row:
    data = submission(904) | {"digest": "x" * 5000}
    return peer.add(peer.message(SUBMITTED, "registration:904", data))


def as_if_passed_on(peer: Peer) -> Row:
    return peer.add(good(peer, 905, sender="association:13", to=peer.name))


def year_as_if_passed_on(peer: Peer) -> Row:
    data = YEAR | {"station": "station:07-99"}
    body = peer.message(SEALED, "year:2", data, sender="station:07-99", to=peer.name)
    return peer.add(body, seal=seal_body(peer.vault, body))


JUNK = {
    "nothing": raw(b""),
    "no json": raw(b'{"spec":"fed/1","id":'),
    "a list": raw(b"[]"),
    "a number": raw(b"17"),
    "half a sign": raw("\ud800".encode("utf-8", "surrogatepass")),
    "a NUL": raw(b'{"spec":"fed/1","type":"a\\u0000b"}'),
    "a float": changed(ver=1.5),
    "not a number": raw(b'{"spec":"fed/1","ver":NaN}'),
    "without end": raw(b"[" * 100_000),
    "another spec": changed(spec="fed/9"),
    "no version": changed(ver=0),
    "a version too far": changed(ver=2**40),
    "a subject too long": changed(subject="s" * 10_000),
    "a time without zone": changed(occurred="2025-03-03T10:00:00"),
    "data as text": changed(data="all of it"),
    "unknown type": of_type("weather.report", {"sun": True}),
    "a later release's": bad(v=99),
    "version nought": changed(v=0),
    "from another": bad(sender="station:07-99"),
    "from above": bad(sender="association:13"),
    "as if passed on": as_if_passed_on,
    "a year as if passed on": year_as_if_passed_on,
    "to another": bad(to="center:08"),
    "the id of another": other_id,
    "broken data": broken_data,
    "data too long": lasting,
    "card.issued from a station": card,
    "star.decided from a station": of_type("star.decided", {}),
    "policy.set from a station": of_type("policy.set", {}),
    "year without a seal": year_unsealed,
    "year with the seal of other bytes": year_of_other_bytes,
    "year with a word for a seal": year_under_a_word,
}


@pytest.fixture(scope="module")
def peer(puppet: Puppet) -> Peer:
    """Has sent all the junk, a good message between each two, and two hundred behind."""
    made = puppet()
    for index, make in enumerate(JUNK.values()):
        make(made)
        made.add(good(made, 1000 + index))
    for index in range(GOOD):
        made.add(good(made, index))
    made.drain()
    return made


@pytest.mark.parametrize("kind", JUNK)
def test_junk_is_answered_once(peer: Peer, kind: str) -> None:
    row = peer.rows[list(JUNK).index(kind) * 2]
    answers = [
        each["data"]
        for each in peer.received
        if each["type"] == "message.rejected" and each["data"]["message"] == str(row.id)
    ]
    assert len(answers) == 1
    assert answers[0]["sentence"]
    assert answers[0]["code"].startswith("message.")


def test_nothing_else_is_answered(peer: Peer) -> None:
    junk = {str(row.id) for row in peer.rows[: len(JUNK) * 2 : 2]}
    refused = [each for each in peer.received if each["type"] == "message.rejected"]
    assert {each["data"]["message"] for each in refused} == junk


def test_the_good_ones_between_and_behind_arrive(peer: Peer, center: Node) -> None:
    rows = center.client("officer").items("/api/registrations?status=submitted")
    names = {row["name"] for row in rows if row["station"] == peer.name}
    wanted = {f"义工{index}" for index in (*range(GOOD), *range(1000, 1000 + len(JUNK)))}
    assert names == wanted


def test_the_officer_sees_what_was_refused_or_waits(peer: Peer, center: Node) -> None:
    shown: dict[str, dict[str, Any]] = {}
    for state in ("rejected", "parked"):
        items = center.client("admin").items(f"/api/link/messages?state={state}")
        own = f"{peer.name}>{peer.upper}"
        shown |= {each["id"]: each for each in items if each["stream"] == own}
    assert set(shown) == {str(row.id) for row in peer.rows[: len(JUNK) * 2 : 2]}
    assert all(each["sentence"] for each in shown.values())


def test_everything_is_stored_as_it_came(peer: Peer) -> None:
    status, said = peer.exchange(peer.batch(1, 100))
    assert status == 200
    assert {each["state"] for each in said["results"]} == {"dup"}


def test_what_has_no_chain_is_no_exchange_and_moves_nothing(peer: Peer) -> None:
    good_batch = peer.batch(1, 2).to_wire()
    good_batch["messages"][1]["chain"] = "00" * 32
    body = json.dumps(json.loads(peer.body(None)) | {"up": good_batch}).encode()
    answer = peer.send("/federation/v1/exchange", body)
    assert answer.status in (400, 422)
    assert peer.exchange()[1]["down"]["messages"] == []
