"""Members without a registration, and the talks held with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from tests.station.people.school import ANNA, MEMBERS, School

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def staffed(school: School) -> School:
    school.roster()
    return school


def unregistered(school: School) -> dict[str, Any]:
    return {row["name"]: row for row in school.get("/members/unregistered")["items"]}


def talk(school: School, name: str, day: str, words: str = "愿意") -> Any:
    path = f"/members/{unregistered(school)[name]['id']}/talks"
    return school.post(path, {"held_on": day, "words": words})


def test_who_has_not_registered_is_listed_with_the_last_talk(staffed: School) -> None:
    staffed.approve("安安", ANNA)
    assert list(unregistered(staffed)) == ["博博", "可可"]
    talk(staffed, "博博", "2025-01-01", "再想想")
    talk(staffed, "博博", "2024-12-01", "第一次谈")
    found = unregistered(staffed)
    assert list(found) == ["可可", "博博"]
    last = found["博博"]["last_talk"]
    assert (last["held_on"], last["words"], last["held_by"]) == ("2025-01-01", "再想想", "clerk")
    assert found["可可"]["last_talk"] is None
    all_of_them = staffed.get(f"/members/{found['博博']['id']}/talks")
    assert [one["held_on"] for one in all_of_them["items"]] == ["2025-01-01", "2024-12-01"]
    assert staffed.get("/members/unregistered?page_size=1")["total"] == 2


def test_who_left_the_roster_or_left_as_a_volunteer(
    staffed: School, clock: Callable[[str], None]
) -> None:
    anna = staffed.approve("安安", ANNA)
    body = {"left_on": "2025-01-02", "reason": "other"}
    staffed.post(f"/volunteers/{anna}/leaving", body)
    assert "安安" in unregistered(staffed)
    talk(staffed, "安安", "2025-01-02")
    gone = unregistered(staffed)["可可"]["id"]
    clock("2025-02-01T09:00:00+08:00")
    staffed.roster(MEMBERS[:2])
    assert "可可" not in unregistered(staffed)
    for member in (gone, NOBODY):
        note = {"held_on": "2025-01-02", "words": "谈"}
        answer = staffed.call("clerk", "POST", f"/members/{member}/talks", note)
        assert (answer.status_code, answer.json["code"]) == (404, "member.unknown")


def test_with_a_volunteer_no_talk_is_noted(staffed: School) -> None:
    member = unregistered(staffed)["安安"]["id"]
    staffed.approve("安安", ANNA)
    note = {"held_on": "2025-01-02", "words": "谈"}
    answer = staffed.call("clerk", "POST", f"/members/{member}/talks", note)
    assert (answer.status_code, answer.json["code"]) == (409, "talk.registered")
    future = staffed.call(
        *("clerk", "POST", f"/members/{unregistered(staffed)['博博']['id']}/talks"),
        {"held_on": "2025-01-03", "words": "谈"},
    )
    assert future.json["code"] == "talk.in_future"


def test_words_lie_encrypted_and_are_the_desks(staffed: School) -> None:
    made = talk(staffed, "博博", "2025-01-02", "身体不好")
    with staffed.session() as session:
        stored = session.scalars(text("SELECT words FROM talk")).one()
    assert "身体".encode() not in bytes(stored)
    lines = staffed.get(f"/audit?subject=talk:{made['id']}")["items"]
    assert lines[0]["action"] == "talk.noted" and "身体" not in str(lines)
    staffed.add("anna", "volunteer")
    for login in ("admin", "anna"):
        assert staffed.call(login, "GET", "/members/unregistered").status_code == 403
