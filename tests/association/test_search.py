"""Volunteers found by name in any reading, by card and certificate, former ones too."""

from __future__ import annotations

from datetime import date

from association.actions.card_ending import Ending, reissue_cards
from association.database import db
from association.models.account import ACCOUNTS
from association.models.search import Found, index_people, search_people
from shared.sign_in import NewAccount, add_account
from tests.association.district import CARD_MAKER, CENTER, A, B, District
from tests.association.test_card_ending import give
from tests.association.test_star import decide, publish
from tests.reader import Reader, words


def find(typed: str) -> list[Found]:
    session = db.session()
    found = search_people(session, typed)
    session.rollback()
    return found


def test_a_volunteer_is_found_by_name_and_by_each_number_ever_given(district: District) -> None:
    id = district.approve(name="曾丽")
    district.approve(B, name="曾丽娜")
    card = give(district, id)
    with district.writing() as session:
        reissue_cards(session, CARD_MAKER, district.now, Ending([card], 1, "照片印错"))
    first, second = find("cengli")
    assert (first.name, second.name) == ("曾丽", "曾丽娜")
    assert (first.volunteer, first.title, first.number) == (id, "站01", "13-2025-00002")
    for typed in ("13-2025-00001", "1", "13-2025-00002", "2"):
        assert find(typed) == [first], typed
    assert find("z") == find("13-2025-00009") == []


def test_a_certificate_leads_to_its_holder(district: District) -> None:
    id = district.approve(name="曾丽")
    district.bring_in(A, {id: 130})
    publish(district)
    decide(district, [id])
    assert [one.volunteer for one in find("13-S2025-00001")] == [id]


def test_who_changed_the_name_or_left_is_found(district: District) -> None:
    id = district.approve(name="曾丽")
    district.approve(volunteer=id, name="单丽")
    assert find("zengli") == []
    left = {"volunteer": id, "left_on": date(2025, 1, 6), "reason": "retired"}
    district.receive("volunteer.left", CENTER, left)
    [found] = find("shanli")
    assert (found.left_on, found.card, found.number) == (date(2025, 1, 6), None, None)
    with district.writing() as session:
        assert index_people(session) == 1
    assert find("sl") == [found]


def test_the_search_answers_over_the_api(district: District) -> None:
    district.approve(name="曾丽")
    _, found = district.client("card_maker").post("/api/people/search", {"typed": "曾"})
    assert (found["total"], found["items"][0]["name"]) == (1, "曾丽")


def test_the_search_box_leads_to_the_card(district: District) -> None:
    with district.writing() as session:
        for role in ("card_maker", "administrator"):
            new = NewAccount(role, role, role, f"{role}-password", lasting=True)
            add_account(session, ACCOUNTS, CARD_MAKER, district.now, new)
    holder = district.approve(name="曾丽")
    card = give(district, holder)
    district.approve(B, name="曾丽娜")
    maker = Reader(district.app, "card_maker", "card_maker-password")
    page = maker.get("/search?q=zengli")
    assert "义工 曾丽 站01 · 13-2025-00001" in words(page)
    assert f"/cards/{card}" in page.text
    assert "义工 曾丽娜 站02" in words(page)
    other = Reader(district.app, "administrator", "administrator-password")
    assert "曾丽" not in other.page("/search?q=zengli")
