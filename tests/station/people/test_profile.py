"""Profiles kept up to date and told to the center; members' rows put right, told to nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.station.people.school import ANNA, BERT, IN_PERSON, MEMBERS, School

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def anna(school: School) -> tuple[School, str]:
    """A volunteer who signs in."""
    school.roster()
    volunteer = school.approve("安安", ANNA)
    school.add("anna", "volunteer")
    school.post("/accounts/anna/volunteer", {"volunteer": volunteer}, "head")
    return school, f"/volunteers/{volunteer}"


def told(school: School) -> list[dict[str, Any]]:
    return school.sent("volunteer.profile")


def test_an_approval_alone_tells_nothing_twice(anna: tuple[School, str]) -> None:
    school, _ = anna
    assert told(school) == []


def test_posts_skills_and_times_change_and_the_whole_profile_goes_up(
    anna: tuple[School, str],
) -> None:
    school, path = anna
    change = {
        "post": "语文教师",
        "service_posts": ["义务维修", "政策咨询"],
        "specialties": ["书法", "电工"],
        "categories": ["convenience", "hardship_aid"],
        "free_times": ["7-evening", "6-morning", "放假时"],
    }
    shown = school.post(f"{path}/profile", change)
    assert shown["free_times"] == ["6-morning", "7-evening", "放假时"]
    assert shown["words"] == ["放假时"]
    assert shown["week"][5]["parts"][0] == ["6-morning", True]
    assert school.get(f"{path}/profile") == shown
    (sent,) = told(school)
    assert sent == {
        "volunteer": path.rpartition("/")[2],
        "name": "安安",
        "sex": "female",
        "birth_year": 1980,
        **change,
        "free_times": ["6-morning", "7-evening", "放假时"],
        "health": True,
        "conduct": True,
        "consents": {"sensitive": True, "naming": True, "photos": False},
        "changed_on": "2025-01-02",
    }
    school.post(f"{path}/profile", change)
    school.post(f"{path}/profile", {})
    assert len(told(school)) == 1
    lines = school.get(f"/audit?subject=volunteer:{sent['volunteer']}")["items"]
    changed = [line for line in lines if line["action"] == "volunteer.profile_changed"]
    assert len(changed) == 1 and changed[0]["before"]["post"] == "教师"


def test_consents_are_given_and_taken_back_each_with_its_day(
    anna: tuple[School, str], clock: Callable[[str], None]
) -> None:
    school, path = anna
    clock("2025-03-04T09:00:00+08:00")
    shown = school.post(f"{path}/consents", {"naming": False, "photos": False})
    assert shown["consents"]["naming"] == {
        **{"given": False, "text": "1", "how": "in_person"},
        **{"on": "2025-03-04", "by": "clerk"},
    }
    assert shown["consents"]["photos"] == {"given": False, "text": "1", "how": "in_person"}
    own = school.post("/own/consents", {"photos": True}, "anna")
    assert own["consents"]["photos"]["how"] == "own_account"
    assert [one["consents"] for one in told(school)] == [
        {"sensitive": True, "naming": False, "photos": False},
        {"sensitive": True, "naming": False, "photos": True},
    ]
    school.post(f"{path}/consents", {"photos": True, "sensitive": True})
    refused = school.call("anna", "POST", "/own/consents", {"sensitive": False})
    assert (refused.status_code, refused.json["code"]) == (409, "profile.leaves_without_consent")
    assert len(told(school)) == 2


def test_a_volunteer_says_when_they_are_free_and_nothing_else(anna: tuple[School, str]) -> None:
    school, path = anna
    shown = school.post("/own/free-times", {"free_times": ["1-evening"]}, "anna")
    assert shown["free_times"] == ["1-evening"]
    assert school.get("/own/profile", "anna") == shown
    assert told(school)[-1]["free_times"] == ["1-evening"]
    for path_, body in ((f"{path}/profile", {}), (f"{path}/consents", {})):
        assert school.call("anna", "POST", path_, body).status_code == 403
    assert school.call("clerk", "GET", "/own/profile").json["code"] == "own.not_linked"


def test_only_who_serves_here_has_a_profile_to_change(school: School) -> None:
    school.roster()
    waiting = school.post("/registrations", IN_PERSON | {"name": "博博", "id_number": BERT})
    path = f"/volunteers/{waiting['volunteer']}"
    for call in (f"{path}/profile", f"{path}/consents"):
        answer = school.call("clerk", "POST", call, {})
        assert (answer.status_code, answer.json["code"]) == (409, "volunteer.not_approved")
    for method in ("GET", "POST"):
        unknown = school.call("clerk", method, f"/volunteers/{NOBODY}/profile", {})
        assert (unknown.status_code, unknown.json["code"]) == (404, "volunteer.unknown")


def test_what_the_roster_changes_of_a_volunteer_goes_up_too(
    anna: tuple[School, str], clock: Callable[[str], None]
) -> None:
    school, _ = anna
    clock("2025-02-01T09:00:00+08:00")
    name, sex, number, joined, _, phone = MEMBERS[0]
    school.roster([(name, sex, number, joined, "副校长", phone), *MEMBERS[1:]])
    school.roster([(name, sex, number, joined, "副校长", "13900000000"), *MEMBERS[1:]])
    assert [one["post"] for one in told(school)] == ["副校长"]
    assert "139" not in str(told(school))


def member(school: School, name: str = "安安") -> str:
    return next(row["id"] for row in school.get("/members")["items"] if row["name"] == name)


def test_a_members_row_is_put_right_and_telephone_and_day_stay_here(
    anna: tuple[School, str],
) -> None:
    school, _ = anna
    path = f"/members/{member(school)}"
    change = {"phone": "13700000000", "joined_party_on": "2004-04-04"}
    shown = school.post(path, change)
    assert (shown["phone"], shown["joined_party_on"]) == ("13700000000", "2004-04-04")
    assert shown == school.get(path) and "id_number" not in shown
    assert told(school) == []
    shown = school.post(path, {"name": "安 娜", "sex": "male", "post": "校医"})
    assert (shown["name"], shown["sex"], shown["post"]) == ("安娜", "male", "校医")
    (sent,) = told(school)
    assert (sent["name"], sent["sex"], sent["post"]) == ("安娜", "male", "校医")
    assert school.get("/volunteers")["items"][0]["name"] == "安娜"
    found = school.post("/people/search", {"typed": "anna"})["items"]
    assert [person["name"] for person in found] == ["安娜"]
    school.post(path, {"name": "安娜"})
    lines = school.get(f"/audit?subject=member:{shown['id']}")["items"]
    assert [line["action"] for line in lines] == ["member.edited"] * 2
    assert not any(word in str(lines) for word in ("137", "2004", "安娜", "安安"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"joined_party_on": "2025-01-03"}, "member.joins_in_future"),
        ({"name": " "}, "member.no_name"),
        ({"sex": "other"}, "form.invalid"),
    ],
)
def test_a_row_is_not_made_wrong(
    anna: tuple[School, str], change: dict[str, str], code: str
) -> None:
    school, _ = anna
    answer = school.call("clerk", "POST", f"/members/{member(school)}", change)
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_rows_are_the_desks_alone(anna: tuple[School, str]) -> None:
    school, _ = anna
    for method in ("GET", "POST"):
        unknown = school.call("clerk", method, f"/members/{NOBODY}", {"post": "教师"})
        assert (unknown.status_code, unknown.json["code"]) == (404, "member.unknown")
        for login in ("admin", "anna"):
            assert school.call(login, method, f"/members/{NOBODY}", {}).status_code == 403
    school.post(f"/members/{member(school, '可可')}", {"post": "园长"})
    assert told(school) == []
