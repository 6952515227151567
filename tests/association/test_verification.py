"""Anybody checks a card or certificate: what is told, cached, counted, and never shown."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from association.actions.address import set_address
from association.actions.card import Issue, issue_cards
from association.actions.card_ending import Ending, reissue_cards
from association.actions.verification import own_keys, proof_of, verify
from association.database import db
from association.domain.verification import State
from association.models.card import Card
from association.models.federation import TABLES
from shared.errors import InvalidError
from shared.federation.node_key import put_key
from shared.vault import vault_of
from shared.verification import Certified, sign_token
from tests.association.district import CARD_MAKER, OFFICER, B, Client, District, keys
from tests.shared.test_verification import new_vault


@pytest.fixture
def card(district: District) -> Card:
    """郑小芳's at station A."""
    holder = district.approve(name="郑小芳")
    with district.writing() as session:
        [row] = issue_cards(session, CARD_MAKER, district.now, Issue([holder], 1))
        return session.get_one(Card, row.values["card"])


def proof(card: Card) -> str:
    session = db.session()
    found = proof_of(session, session.get_one(Card, card.id))
    session.rollback()
    return found


def test_a_card_is_found_by_its_qr_and_by_its_number(district: District, card: Card) -> None:
    for text, signed in ((proof(card), True), ("１３-2025-00001", None)):
        told = verify(db.session(), text)
        assert (told.state, told.name, told.station) == (State.VALID, "郑*芳", "站01")
        assert (told.number, told.issued_on) == ("13-2025-00001", date(2025, 1, 6))
        assert told.signed is signed


def test_the_station_told_is_where_the_holder_serves_today(district: District, card: Card) -> None:
    district.approve(B, volunteer=card.volunteer, name="郑小芳")
    assert verify(db.session(), card.number).station == "站02"


def test_an_old_qr_says_that_the_card_was_replaced(district: District, card: Card) -> None:
    old = proof(card)
    with district.writing() as session:
        reissue_cards(session, CARD_MAKER, district.now, Ending([card.id], 1, "照片印错"))
    assert verify(db.session(), old).state is State.REPLACED
    assert verify(db.session(), "13-2025-00002").state is State.VALID


@pytest.mark.parametrize("text", ["13-2025-99999", "13-S2025-00001", "", "王娟", "' OR 1=1"])
def test_what_was_never_issued_is_unknown(district: District, card: Card, text: str) -> None:
    told = verify(db.session(), text)
    assert (told.state, told.name, told.signed) == (State.UNKNOWN, "", None)


def test_a_token_by_another_key_is_told_nothing(district: District, card: Card) -> None:
    forged = sign_token(new_vault(), Certified("card", card.number, card.issued_on))
    for text in (forged, "a.b.c", f"{card.number}.x"):
        told = verify(db.session(), text)
        assert (told.state, told.name, told.signed) == (State.UNKNOWN, "", False)


def test_a_token_of_another_day_is_told_nothing(district: District, card: Card) -> None:
    said = Certified("card", card.number, date(2025, 1, 7))
    told = verify(db.session(), sign_token(vault_of(db.session()), said))
    assert (told.state, told.name, told.signed) == (State.UNKNOWN, "", True)


def test_keys_that_once_signed_are_published_after_todays(district: District) -> None:
    [today] = own_keys(db.session())
    db.session().rollback()
    older = keys()
    with district.writing() as session:
        put_key(session, TABLES, "association:13", "协会", older["sign_key"], older["seal_key"])
    assert own_keys(db.session()) == [today, older["sign_key"]]


def test_the_address_of_a_qr_is_set_by_the_administrator(district: District, card: Card) -> None:
    assert "/" not in proof(card)
    client = district.client("administrator")
    assert client.get("/api/address") == (200, {"url": None})
    assert client.put("/api/address", {"url": "https://yigong.example/g/ "})[0] == 200
    assert proof(card).startswith("https://yigong.example/g/v/")
    assert client.put("/api/address", {"url": ""}) == (200, {"url": None})
    assert [line.after for line in district.audited("address.set")] == [
        {"url": "https://yigong.example/g"},
        {"url": None},
    ]


@pytest.mark.parametrize(
    "url",
    [
        "yigong.example",
        "ftp://yigong.example",
        "https://",
        "https://a@b",
        "https://a?b",
        "https://a#b",
        "https://a:b",
        "https://[a",
        "https://" + "a" * 200,
    ],
)
def test_what_is_no_address_is_refused(district: District, url: str) -> None:
    with pytest.raises(InvalidError, match=r"address\.malformed"), district.writing() as session:
        set_address(session, OFFICER, district.now, url)


def test_strangers_ask_without_an_account_and_answers_may_be_kept(
    district: District, card: Card
) -> None:
    with district.app.app_context():
        answer = district.app.test_client().get(f"/api/verifications/{proof(card)}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.json == {
        "state": "valid",
        "kind": "card",
        "number": "13-2025-00001",
        "name": "郑*芳",
        "station": "站01",
        "issued_on": "2025-01-06",
        "year": None,
        "star": None,
        "signed": True,
    }
    assert Client(district.app, "").get("/api/verifications/x.y.z")[1]["state"] == "unknown"


def test_the_keys_are_published_for_readers_without_a_line(district: District) -> None:
    with district.app.app_context():
        answer = district.app.test_client().get("/.well-known/jwks.json")
    assert answer.mimetype == "application/jwk-set+json"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    [key] = answer.get_json(force=True)["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "alg", "use"}


def test_numbers_are_not_tried_through_by_one_address(district: District, card: Card) -> None:
    client = Client(district.app, "")
    answers = [client.get(f"/api/verifications/13-2025-{n:05d}") for n in range(1, 63)]
    assert [status for status, _ in answers[:60]] == [200] * 60
    assert [status for status, _ in answers[60:]] == [429] * 2
    # a QR can't be guessed: scanning goes on
    assert client.get(f"/api/verifications/{proof(card)}")[0] == 200


def test_no_uuid_of_a_person_is_told(district: District, card: Card) -> None:
    _, told = Client(district.app, "").get(f"/api/verifications/{card.number}")
    assert not any(str(UUID(int=card.volunteer.int)) == value for value in told.values())
    assert "郑小芳" not in str(told)
