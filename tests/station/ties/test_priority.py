"""Holders of stars go first by their own login or by a card that a clerk saw, never by a name."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.database import transaction
from station.database import db
from station.models.card import Card
from station.models.service_request import ServiceRequest
from tests.reader import Reader, words
from tests.station.ledger.station import PASSWORD
from tests.station.ties.pairs import Pairs
from tests.station.ties.test_benefit_visit import holder
from tests.stranger import Stranger

NUMBER = "13-2025-00001"


def asked(pairs: Pairs) -> ServiceRequest:
    rows = pairs.station.session.query(ServiceRequest).order_by(ServiceRequest.id.desc())
    found = rows.first()
    assert found is not None
    return found


def test_who_is_signed_in_asks_as_themselves(pairs: Pairs) -> None:
    holder(pairs)
    app = pairs.station.app
    stranger = Stranger(app)
    page = stranger.page("/ask")
    assert "先登录再提，自动优先" in page and "按我的星级优先" not in page
    stranger.ask(own="true")
    assert (asked(pairs).proof, asked(pairs).stars) == ("none", 0)
    volunteer = Reader(app, pairs.link("zhao", "赵一"), PASSWORD)
    stranger.client = volunteer.client
    assert "按我的星级优先" in stranger.page("/ask")
    stranger.ask(words="替邻居问的")
    assert (asked(pairs).proof, asked(pairs).stars) == ("none", 0)
    stranger.ask(words="自家的灯坏了", own="true")
    row = asked(pairs)
    assert (row.proof, row.stars, row.requester_id) == (
        "login",
        3,
        pairs.station.people["赵一"],
    )


@pytest.mark.parametrize("seen", [NUMBER, "１３-2025-00001 ", "https://a.example/verify/PROOF"])
def test_a_card_is_seen_by_its_number_or_its_code(pairs: Pairs, seen: str) -> None:
    zhao = holder(pairs)
    card = _card(pairs)
    body: dict[str, Any] = {
        "channel": "walk_in",
        "name": "赵一",
        "address": "建设路1号",
        "words": "灯坏了",
        "consented": True,
        "card": seen,
    }
    pairs.call("POST", "/service-requests", body)
    assert (asked(pairs).stars, asked(pairs).requester_id) == (0, None)
    pairs.call("POST", "/service-requests", body | {"card_seen": True, "words": "门坏了"})
    assert (asked(pairs).stars, str(asked(pairs).requester_id)) == (3, zhao)
    unknown = body | {"card_seen": True, "card": "13-2025-00099"}
    assert pairs.refused("POST", "/service-requests", unknown) == "card.unknown"
    with transaction(db) as session:
        session.get_one(Card, card).status = "replaced"
    clerk = Reader(pairs.station.app, "clerk", PASSWORD)
    typed = body | {"consented": "true", "card_seen": "true", "address": "文化路9号"}
    wrong = clerk.post("/requests/new", typed)
    assert wrong.status_code == 422 and "已经换发或作废" in words(wrong)


def _card(pairs: Pairs) -> Any:
    with transaction(db) as session:
        row = Card(
            id=uuid4(),
            number=NUMBER,
            volunteer_id=pairs.station.people["赵一"],
            status="valid",
            issued_on=date(2025, 1, 10),
            proof="PROOF",
        )
        session.add(row)
        return row.id
