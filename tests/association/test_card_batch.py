"""Print runs: cards never printed become a batch, and are printed again for a reason alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from association.actions.card import Issue, issue_cards
from association.actions.card_batch import PrintOrder, card_rows, print_cards, reprint_batch
from association.actions.card_ending import Ending, revoke_cards
from association.database import db
from association.models.card_batch import CardBatch, printings
from shared.errors import ConflictError, InvalidError, NotFoundError
from tests.association.district import CARD_MAKER, CENTER, A, B, District


@pytest.fixture
def issued(district: District) -> list[UUID]:
    """Three cards: of whom two consented to photos, of the third there is one nevertheless."""
    photos = {"sensitive": True, "naming": False, "photos": True}
    people = [
        district.approve(A, name="郑小芳", photo="a" * 64, consents=photos),
        district.approve(B, name="王娟", consents=photos),
        district.approve(A, name="李明", photo="b" * 64),
    ]
    with district.writing() as session:
        rows = issue_cards(session, CARD_MAKER, district.now, Issue(people, 3))
    return [row.values["card"] for row in rows]


def run(district: District, ids: list[UUID] | None, count: int) -> CardBatch:
    with district.writing() as session:
        return print_cards(session, CARD_MAKER, district.now, PrintOrder(ids, count))


def test_all_that_were_never_printed_are_printed_together(
    district: District, issued: list[UUID]
) -> None:
    batch = run(district, None, 3)
    assert (batch.number, batch.cards) == ("13-P2025-001", 3)
    assert (batch.printed_at, batch.printed_by) == (district.now, CARD_MAKER.name)
    rows = card_rows(db.session(), batch.id)
    assert [(row.number, row.name, row.station, row.photo) for row in rows] == [
        ("13-2025-00001", "郑小芳", "站01", "a" * 64),
        ("13-2025-00002", "王娟", "站02", None),
        ("13-2025-00003", "李明", "站01", None),
    ]
    assert {(row.issued_on, row.status) for row in rows} == {(date(2025, 1, 6), "valid")}
    assert all(len(row.proof.split(".")) == 3 for row in rows)
    assert len(district.audited("card_batch.printed")) == 1


def test_chosen_cards_are_printed_and_no_card_twice_in_a_first_run(
    district: District, issued: list[UUID]
) -> None:
    run(district, issued[:1], 1)
    with pytest.raises(ConflictError, match=r"card_batch\.not_printable"):
        run(district, issued[:2], 2)
    with pytest.raises(InvalidError, match=r"bulk\.count_differs"):
        run(district, None, 3)
    assert run(district, None, 2).number == "13-P2025-002"


def test_what_holds_no_longer_or_was_never_issued_is_not_printed(
    district: District, issued: list[UUID]
) -> None:
    with district.writing() as session:
        revoke_cards(session, CARD_MAKER, district.now, Ending(issued[:1], 1, "冒用"))
    with pytest.raises(ConflictError, match=r"card_batch\.not_printable"):
        run(district, issued[:1], 1)
    with pytest.raises(NotFoundError, match=r"card\.unknown"):
        run(district, [uuid4()], 1)
    assert run(district, None, 2).cards == 2


def test_printing_again_is_logged_with_its_reason(district: District, issued: list[UUID]) -> None:
    batch = run(district, None, 3)
    with pytest.raises(InvalidError, match=r"card_batch\.reason_missing"), district.writing() as s:
        reprint_batch(s, CARD_MAKER, district.now, batch.id, " ")
    with district.writing() as session:
        reprint_batch(session, CARD_MAKER, district.now, batch.id, "卡纸")
    times = printings(db.session(), batch.id)
    assert [(time.cards, time.reason) for time in times] == [(3, ""), (3, "卡纸")]
    db.session().rollback()
    with pytest.raises(NotFoundError, match=r"card_batch\.unknown"), district.writing() as session:
        reprint_batch(session, CARD_MAKER, district.now, uuid4(), "卡纸")


def test_a_card_that_ended_after_printing_is_seen_in_its_batch(
    district: District, issued: list[UUID]
) -> None:
    batch = run(district, None, 3)
    holder = db.session().get_one(CardBatch, batch.id) and card_rows(db.session(), batch.id)[1]
    db.session().rollback()
    with district.writing() as session:
        revoke_cards(session, CARD_MAKER, district.now, Ending([holder.card], 1, "冒用"))
    statuses = [row.status for row in card_rows(db.session(), batch.id)]
    assert statuses == ["valid", "revoked", "valid"]
    assert [told["reason"] for told in district.promised("card.revoked", CENTER)] == ["冒用"]


def test_cards_are_printed_replaced_and_revoked_over_the_api(
    district: District, issued: list[UUID]
) -> None:
    maker = district.client("card_maker")
    _, unprinted = maker.get("/api/cards?status=unprinted")
    assert (unprinted["total"], unprinted["items"][0]["batch"]) == (3, None)
    status, batch = maker.post("/api/card-batches", {"all": True, "count": 3})
    assert (status, batch["number"], len(batch["rows"])) == (201, "13-P2025-001", 3)
    assert maker.post("/api/card-batches", {"count": 3})[0] == 422
    path = f"/api/card-batches/{batch['id']}"
    assert maker.post(f"{path}/printings", {"reason": "卡纸"})[0] == 201
    _, shown = maker.get(path)
    assert [time["reason"] for time in shown["printings"]] == ["", "卡纸"]
    assert maker.get("/api/card-batches")[1]["total"] == 1

    first, second, _third = (str(id) for id in issued)
    lost = {"card": issued[0], "volunteer": UUID(unprinted["items"][0]["volunteer"])}
    lost |= {"lost_on": date(2025, 1, 6), "reason": "lost"}
    district.receive("card.lost", CENTER, lost)
    _, wanted = maker.get("/api/cards?status=lost")
    assert [(row["card"], row["lost_reason"]) for row in wanted["items"]] == [(first, "lost")]
    _, rows = maker.post("/api/cards/reissue", {"ids": [first, second], "count": 2})
    assert [row["code"] for row in rows["items"]] == ["", "card.reason_missing"]
    _, rows = maker.post("/api/cards/revocation", {"ids": [second], "count": 1, "reason": "冒用"})
    assert rows["done"] == 1
    _, revoked = maker.get("/api/cards?status=revoked")
    assert [(row["number"], row["withheld"]) for row in revoked["items"]] == [
        ("13-2025-00002", True)
    ]
