"""A card lost at a station comes back as another one, over real exchanges; a QR is checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlalchemy import select

from association.actions.address import set_address
from association.actions.card import Issue, issue_cards
from association.actions.card_ending import Ending, reissue_cards, revoke_cards
from association.actions.verification import verify
from association.domain.bulk import Result
from association.domain.verification import State
from association.models.card import IS_WANTED_ANEW
from association.models.card import Card as AssociationCard
from center.actions.registration import decide_registration
from center.domain.decision import Decision
from center.models.registration import Registration
from center.models.volunteer import Card as CenterCard
from shared.clock import business_now
from shared.founding import COMMAND
from shared.verification import key_set, read_token, token_in
from tests.association.district import CARD_MAKER
from tests.conftest import MakeNode
from tests.federation.tree import Tree, tree
from tests.station.people.school import ANNA, BERT, IN_PERSON


@pytest.fixture
def grown(make_node: MakeNode, clock: Callable[[str], None]) -> Iterator[Tree]:
    """Two volunteers of the station with a card each."""
    clock("2025-01-06T09:00:00+08:00")
    with tree(make_node) as found:
        with found.association.writing() as session:
            set_address(session, COMMAND, business_now(), "https://yigong.example/")
        found.school.roster()
        for name, id_number in (("安安", ANNA), ("博博", BERT)):
            found.school.post("/registrations", IN_PERSON | {"name": name, "id_number": id_number})
        found.settle()
        with found.center.writing() as session:
            for id in session.scalars(select(Registration.id)).all():
                decide_registration(session, COMMAND, business_now(), id, Decision("approved"))
        found.settle()
        with found.association.writing() as session:
            issue_cards(session, CARD_MAKER, business_now(), Issue(None, 2))
        found.settle()
        yield found


def cards(found: Tree) -> list[dict[str, str]]:
    return sorted(found.school.get("/cards")["items"], key=lambda card: card["number"])


def reissue(found: Tree) -> list[Result]:
    with found.association.writing() as session:
        wanted = list(session.scalars(select(AssociationCard.id).where(IS_WANTED_ANEW)))
        ending = Ending(wanted, len(wanted))
        return reissue_cards(session, CARD_MAKER, business_now(), ending)


def test_a_lost_card_is_replaced_at_all_three_tiers(grown: Tree) -> None:
    first, _ = cards(grown)
    grown.school.post(f"/cards/{first['id']}/loss", {"reason": "stolen"})
    grown.settle()
    assert [state for state, _ in grown.center.came("card.lost")] == ["applied"]
    assert [state for state, _ in grown.association.came("card.lost")] == ["applied"]
    [row] = reissue(grown)
    grown.settle()
    here = {card["number"]: card for card in cards(grown)}
    assert {number: card["status"] for number, card in here.items()} == {
        "13-2025-00001": "replaced",
        "13-2025-00002": "valid",
        "13-2025-00003": "valid",
    }
    assert here["13-2025-00003"]["volunteer"] == first["volunteer"]
    with grown.center.writing() as session:
        known = {card.number: card for card in session.scalars(select(CenterCard))}
        assert known["13-2025-00001"].status == "replaced"
        assert known["13-2025-00001"].replaced_by == known["13-2025-00003"].id
    assert row.values["number"] == "13-2025-00003"
    [(state, told)] = grown.station.came("card.revoked")
    assert (state, told["reason"]) == ("applied", "被盗补发。")


def test_a_lost_card_found_in_time_is_replaced_at_no_tier(grown: Tree) -> None:
    first, other = cards(grown)
    for card in (first, other):
        grown.school.post(f"/cards/{card['id']}/loss", {"reason": "lost"})
    grown.school.post(f"/cards/{first['id']}/finding", {"reason": "found"})
    grown.settle()
    assert [state for state, _ in grown.center.came("card.found")] == ["applied"]
    assert [state for state, _ in grown.association.came("card.found")] == ["applied"]
    [row] = reissue(grown)
    assert row.values["replaced"] == other["number"]
    grown.settle()
    states = {card["number"]: card["status"] for card in cards(grown)}
    assert (states[first["number"]], states[other["number"]]) == ("valid", "replaced")
    with grown.center.writing() as session:
        held = session.get_one(CenterCard, UUID(first["id"]))
        assert (held.status, held.lost_on) == ("valid", None)


def test_a_card_found_while_another_was_made_stays_replaced(grown: Tree) -> None:
    first, _ = cards(grown)
    grown.school.post(f"/cards/{first['id']}/loss", {"reason": "lost"})
    grown.settle()
    reissue(grown)
    grown.school.post(f"/cards/{first['id']}/finding", {"reason": "found"})
    grown.settle()
    assert [state for state, _ in grown.association.came("card.found")] == ["applied"]
    states = {card["number"]: card["status"] for card in cards(grown)}
    assert states[first["number"]] == "replaced" and "13-2025-00003" in states
    assert not grown.school.sent("message.rejected")


def test_a_revoked_card_and_that_of_who_left_end_at_all_three_tiers(grown: Tree) -> None:
    first, other = cards(grown)
    with grown.association.writing() as session:
        ending = Ending([UUID(first["id"])], 1, "冒用")
        revoke_cards(session, CARD_MAKER, business_now(), ending)
    leaving = {"left_on": "2025-01-06", "reason": "retired"}
    grown.school.post(f"/volunteers/{other['volunteer']}/leaving", leaving)
    grown.settle()
    assert [card["status"] for card in cards(grown)] == ["revoked", "revoked"]
    with grown.center.writing() as session:
        found = session.execute(select(CenterCard.status, CenterCard.revoked_reason)).all()
    assert sorted(found) == [
        ("revoked", "义工离队，义工证作废。"),
        ("revoked", "冒用"),
    ]


def test_the_qr_at_the_station_is_checked_with_and_without_a_line(grown: Tree) -> None:
    first, _ = cards(grown)
    proof = first["proof"]
    assert proof.startswith("https://yigong.example/v/") and len(proof) < 260
    published = grown.association.app.test_client().get("/.well-known/jwks.json").json
    [key] = published["keys"]
    assert published == key_set([key["x"]])
    certified = read_token(token_in(proof), [key["x"]])
    assert (certified.kind, certified.number) == ("card", first["number"])
    assert "安" not in json.dumps(published) + proof
    with grown.association.writing() as session:
        told = verify(session, proof)
    assert (told.state, told.name, told.station, told.signed) == (
        State.VALID,
        "安*",
        "实验小学",
        True,
    )
