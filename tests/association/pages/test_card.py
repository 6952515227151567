"""Cards from the queue to the paper, and their ends, as a card maker works with them."""

from __future__ import annotations

from tests.association.district import District
from tests.association.pages.conftest import SignIn
from tests.reader import Reader, hidden, ids, words


def issued(card_maker: Reader) -> list[str]:
    """Numbers for the whole queue; the cards' ids."""
    page = card_maker.get("/cards")
    sent = {"all": "1", "count": hidden(page, "count"), "back": "/cards"}
    card_maker.follow(card_maker.post("/cards/issue", sent))
    return ids(card_maker.get("/cards/issued"))


def test_the_whole_queue_gets_numbers_by_one_press(district: District, card_maker: Reader) -> None:
    for name in ("王娟", "李明", "孙丽"):
        district.approve(name=name)
    page = card_maker.get("/cards")
    assert "3 人等着制证" in words(page)
    sent = {"all": "1", "count": hidden(page, "count"), "back": "/cards"}
    assert "已给 3 人编号制证" in card_maker.follow(card_maker.post("/cards/issue", sent))
    assert ids(card_maker.get("/cards")) == []
    assert len(district.promised("card.issued")) == 3


def test_a_queue_that_grew_meanwhile_is_not_issued_unseen(
    district: District, card_maker: Reader
) -> None:
    district.approve()
    sent = {"all": "1", "count": hidden(card_maker.get("/cards"), "count"), "back": "/cards"}
    district.approve()
    answer = card_maker.post("/cards/issue", sent)
    assert "与确认的 1 条不符" in words(answer)
    assert district.promised("card.issued") == []


def test_only_who_is_ticked_gets_one_and_nothing_ticked_is_said(
    district: District, card_maker: Reader
) -> None:
    first, second = district.approve(), district.approve()
    assert "还没有选中" in words(card_maker.post("/cards/issue", {"back": "/cards"}))
    card_maker.follow(card_maker.post("/cards/issue", {"ids": [str(first)], "back": "/cards"}))
    assert [one["volunteer"] for one in district.promised("card.issued")] == [str(first)]
    again = card_maker.post("/cards/issue", {"ids": [str(first), str(second)], "back": "/cards"})
    assert "已有有效的义工证" in words(again)
    assert len(district.promised("card.issued")) == 2


def test_a_card_is_revoked_with_a_reason_only(district: District, card_maker: Reader) -> None:
    district.approve()
    [card] = issued(card_maker)
    sent = {"ids": [card], "back": f"/cards/{card}", "reason": ""}
    assert "都要写明理由" in words(card_maker.post("/cards/revocation", sent))
    done = card_maker.post("/cards/revocation", sent | {"reason": "印错了"})
    page = card_maker.follow(done)
    assert "已作废 1 张" in page and "印错了" in page
    assert "这张证已经换发或作废" in words(
        card_maker.post("/cards/reissue", sent | {"reason": "再来一张"})
    )


def test_another_card_takes_the_place_of_a_lost_one(district: District, card_maker: Reader) -> None:
    district.approve()
    [card] = issued(card_maker)
    sent = {"ids": [card], "back": "/cards/issued", "reason": "掉水里了"}
    assert "已补发 1 张" in card_maker.follow(card_maker.post("/cards/reissue", sent))
    numbers = [one["number"] for one in district.promised("card.issued")]
    assert len(set(numbers)) == 2
    [ended] = district.promised("card.revoked")
    assert ended["number"] == numbers[0]


def test_an_administrator_makes_no_cards(district: District, sign_in: SignIn) -> None:
    who = district.approve()
    admin = sign_in("administrator")
    assert admin.post("/cards/issue", {"ids": [str(who)]}).status_code == 403
    assert district.promised("card.issued") == []
