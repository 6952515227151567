"""Cards as the association issues them, handed over at the station."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared.errors import NotFoundError
from tests.station.people.school import ANNA, School

CARD, SECOND, THIRD = UUID(int=71), UUID(int=72), UUID(int=73)


def issue(school: School, volunteer: str, card: UUID = CARD, number: str = "01-2025-00001") -> None:
    data: dict[str, Any] = {
        "card": card,
        "number": number,
        "volunteer": UUID(volunteer),
        "station": "station:01-3301",
        "issued_on": date(2025, 1, 2),
    }
    school.receive("card.issued", f"card:{card}", data)


@pytest.fixture
def volunteer(school: School) -> str:
    school.roster()
    return school.approve("安安", ANNA)


def test_a_card_is_handed_over_once_and_told_upwards(school: School, volunteer: str) -> None:
    issue(school, volunteer)
    issue(school, volunteer)
    card = school.get("/cards")["items"][0]
    assert (card["number"], card["name"], card["handed_on"]) == ("01-2025-00001", "安安", None)
    path = f"/cards/{card['id']}/hand-over"
    done = school.post(path, {"badge": True})
    assert (done["handed_on"], done["badge"]) == ("2025-01-02", True)
    told = {"card": str(CARD), "volunteer": volunteer, "handed_on": "2025-01-02", "badge": True}
    assert school.sent("card.handed_over") == [told]
    again = school.call("clerk", "POST", path, {"badge": True})
    assert (again.status_code, again.json["code"]) == (409, "card.handed_over")


def test_a_second_card_replaces_the_first(school: School, volunteer: str) -> None:
    issue(school, volunteer)
    issue(school, volunteer, SECOND, "01-2025-00002")
    issue(school, volunteer, THIRD, "01-2025-00003")
    issued = [card["status"] for card in school.get("/cards")["items"]]
    assert issued == ["replaced", "replaced", "valid"]
    answer = school.call("clerk", "POST", f"/cards/{CARD}/hand-over", {"badge": False})
    assert answer.json["code"] == "card.not_valid"


def test_a_lost_card_is_told_upwards_once_and_handed_over_no_more(
    school: School, volunteer: str
) -> None:
    issue(school, volunteer)
    path = f"/cards/{CARD}/loss"
    done = school.post(path, {"reason": "lost"})
    assert (done["status"], done["lost_on"], done["lost_reason"]) == ("valid", "2025-01-02", "lost")
    told = {"card": str(CARD), "volunteer": volunteer, "lost_on": "2025-01-02", "reason": "lost"}
    assert school.sent("card.lost") == [told]
    for body, again in (({"reason": "lost"}, path), ({"badge": True}, f"/cards/{CARD}/hand-over")):
        answer = school.call("clerk", "POST", again, body)
        assert (answer.status_code, answer.json["code"]) == (409, "card.reported_lost")


@pytest.mark.parametrize("day", ["2025-01-01", "2025-01-03"])
def test_a_card_is_lost_between_issue_and_today(school: School, volunteer: str, day: str) -> None:
    issue(school, volunteer)
    body = {"lost_on": day, "reason": "stolen"}
    answer = school.call("clerk", "POST", f"/cards/{CARD}/loss", body)
    assert (answer.json["code"], answer.json["field"]) == ("card.bad_day", "lost_on")


def revoke(school: School, volunteer: str, card: UUID = CARD, by: UUID | None = None) -> None:
    data = {
        "card": card,
        "number": "01-2025-00001",
        "volunteer": UUID(volunteer),
        "revoked_on": date(2025, 1, 2),
        "reason": "冒用",
        "replaced_by": by,
    }
    school.receive("card.revoked", f"card:{card}", data)


@pytest.mark.parametrize("by", [None, SECOND])
def test_a_card_ends_by_the_associations_word(
    school: School, volunteer: str, by: UUID | None
) -> None:
    with pytest.raises(NotFoundError, match=r"card\.unknown"):
        revoke(school, volunteer)
    issue(school, volunteer)
    revoke(school, volunteer, by=by)
    [card] = school.get("/cards")["items"]
    assert card["status"] == ("replaced" if by else "revoked")
    assert (card["revoked_on"], card["revoked_reason"]) == ("2025-01-02", "冒用")


def test_the_word_may_come_after_the_new_card(school: School, volunteer: str) -> None:
    issue(school, volunteer)
    issue(school, volunteer, SECOND, "01-2025-00002")
    revoke(school, volunteer, by=SECOND)
    old, new = school.get("/cards")["items"]
    assert (old["status"], old["revoked_reason"], new["status"]) == ("replaced", "冒用", "valid")


@pytest.mark.parametrize("day", ["2025-01-01", "2025-01-03"])
def test_a_card_is_handed_over_between_issue_and_today(
    school: School, volunteer: str, day: str
) -> None:
    issue(school, volunteer)
    body = {"handed_on": day, "badge": True}
    answer = school.call("clerk", "POST", f"/cards/{CARD}/hand-over", body)
    assert (answer.status_code, answer.json["code"]) == (422, "card.bad_day")


def test_a_card_of_nobody_waits_and_an_unknown_one_is_not_found(school: School) -> None:
    with pytest.raises(NotFoundError):
        issue(school, str(UUID(int=9)))
    answer = school.call("clerk", "POST", f"/cards/{SECOND}/hand-over", {"badge": True})
    assert answer.json["code"] == "card.unknown"


def test_a_volunteer_sees_their_own_cards_alone(school: School, volunteer: str) -> None:
    issue(school, volunteer)
    school.add("anna", "volunteer")
    school.post("/accounts/anna/volunteer", {"volunteer": volunteer}, "head")
    own = school.get("/own/cards", "anna")
    assert [card["number"] for card in own["items"]] == ["01-2025-00001"]
    assert school.call("anna", "GET", "/cards").status_code == 403
    assert school.call("clerk", "GET", "/own/cards").json["code"] == "own.not_linked"


def test_a_card_found_before_another_was_made_is_good_again(school: School, volunteer: str) -> None:
    issue(school, volunteer)
    path = f"/cards/{CARD}/finding"
    early = school.call("clerk", "POST", path, {"reason": "found"})
    assert (early.status_code, early.json["code"]) == (409, "card.not_lost")
    school.post(f"/cards/{CARD}/loss", {"reason": "lost"})
    assert school.call("clerk", "POST", path, {}).status_code == 422
    done = school.post(path, {"reason": "misreported"})
    assert (done["status"], done["lost_on"], done["lost_reason"]) == ("valid", None, None)
    days = {"lost_on": "2025-01-02", "found_on": "2025-01-02"}
    told = {"card": str(CARD), "volunteer": volunteer, **days, "reason": "misreported"}
    assert school.sent("card.found") == [told]
    [line] = [
        one
        for one in school.get(f"/audit?subject=card:{CARD}")["items"]
        if one["action"] == "card.found"
    ]
    assert line["before"] == {"lost_on": "2025-01-02", "reason": "lost"}
    assert line["after"] == {"found_on": "2025-01-02", "reason": "misreported"}
    school.post(f"/cards/{CARD}/hand-over", {"badge": True})
    school.post(f"/cards/{CARD}/loss", {"reason": "stolen"})


def test_a_card_found_after_another_was_made_stays_replaced(school: School, volunteer: str) -> None:
    issue(school, volunteer)
    school.post(f"/cards/{CARD}/loss", {"reason": "lost"})
    issue(school, volunteer, SECOND, "01-2025-00002")
    answer = school.call("clerk", "POST", f"/cards/{CARD}/finding", {"reason": "found"})
    assert (answer.status_code, answer.json["code"]) == (409, "card.not_valid")
    unknown = school.call("clerk", "POST", f"/cards/{THIRD}/finding", {"reason": "found"})
    assert unknown.json["code"] == "card.unknown"
    assert school.sent("card.found") == []


@pytest.mark.parametrize("day", ["2025-01-01", "2025-01-03"])
def test_a_card_is_found_between_issue_and_today(school: School, volunteer: str, day: str) -> None:
    issue(school, volunteer)
    school.post(f"/cards/{CARD}/loss", {"reason": "lost"})
    body = {"found_on": day, "reason": "found"}
    answer = school.call("clerk", "POST", f"/cards/{CARD}/finding", body)
    assert (answer.json["code"], answer.json["field"]) == ("card.bad_day", "found_on")
