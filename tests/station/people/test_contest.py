"""A volunteer contests a record or a total; the desk answers; the volunteer sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from tests.station.people.school import ANNA, BERT, School

NOBODY = "00000000-0000-7000-8000-000000000000"
ROW = {
    "day": "2025-01-20",
    "start": "08:00",
    "end": "10:00",
    "category": "civic_education",
    "form": "group",
    "place": "广场",
    "content": "宣讲",
}


@pytest.fixture
def desk(school: School, clock: Callable[[str], None]) -> tuple[School, dict[str, str]]:
    """Two volunteers who sign in, with a record each."""
    school.roster()
    records = {}
    who = {"anna": school.approve("安安", ANNA), "bert": school.approve("博博", BERT)}
    clock("2025-02-03T09:00:00+08:00")
    for login, volunteer in who.items():
        school.add(login, "volunteer")
        school.post(f"/accounts/{login}/volunteer", {"volunteer": volunteer}, "head")
        rows = [ROW | {"volunteer": volunteer}]
        records[login] = school.post("/records", {"records": rows})["items"][0]["id"]
    return school, records


def contest(school: School, login: str = "anna", **subject: Any) -> Any:
    return school.post("/own/contests", subject, login)


def test_a_press_contests_a_record_and_the_desk_sees_by_when(
    desk: tuple[School, dict[str, str]],
) -> None:
    school, records = desk
    made = contest(school, record=records["anna"])
    assert (made["status"], made["due_on"], made["overdue"]) == ("open", "2025-02-17", False)
    assert (made["name"], made["day"], made["hours"]) == ("安安", "2025-01-20", 2)
    listed = school.get("/contests?status=open")
    assert listed == {"items": [made], "total": 1}
    assert school.get("/own/contests", "anna")["items"] == [made]
    assert school.get("/own/contests", "bert")["items"] == []


def test_due_ones_come_first_and_late_ones_say_so(
    desk: tuple[School, dict[str, str]], clock: Callable[[str], None]
) -> None:
    school, records = desk
    first = contest(school, period="2025", words="少了两小时")
    clock("2025-02-04T09:00:00+08:00")
    second = contest(school, "bert", period="2025-01")
    answered = school.post(f"/contests/{first['id']}/answer", {"status": "upheld"})
    clock("2025-02-19T09:00:00+08:00")
    third = contest(school, record=records["anna"])
    found = school.get("/contests")["items"]
    assert [row["id"] for row in found] == [second["id"], third["id"], answered["id"]]
    assert [row["overdue"] for row in found] == [True, False, False]


def test_an_answer_shows_to_the_volunteer_and_is_given_once(
    desk: tuple[School, dict[str, str]],
) -> None:
    school, records = desk
    path = f"/contests/{contest(school, record=records['anna'], words='签字是两小时')['id']}/answer"
    silent = school.call("clerk", "POST", path, {"status": "rejected", "words": " "})
    assert (silent.status_code, silent.json["code"]) == (422, "contest.needs_words")
    school.post(path, {"status": "rejected", "words": "签字单上是一小时"})
    own = school.get("/own/contests", "anna")["items"][0]
    assert (own["status"], own["answer"], own["answered_by"]) == (
        *("rejected", "签字单上是一小时", "clerk"),
    )
    again = school.call("clerk", "POST", path, {"status": "upheld"})
    assert (again.status_code, again.json["code"]) == (409, "contest.not_movable")
    assert contest(school, record=records["anna"])["status"] == "open"


def test_only_ones_own_and_once_while_it_is_open(desk: tuple[School, dict[str, str]]) -> None:
    school, records = desk
    contest(school, period="2025-01")
    for body, code in (
        ({"period": "2025-01"}, "contest.open_already"),
        ({"record": records["bert"]}, "service_record.unknown"),
        ({"record": NOBODY}, "service_record.unknown"),
        ({"period": "2025-03"}, "contest.in_future"),
        ({}, "contest.no_subject"),
        ({"period": "last"}, "form.invalid"),
    ):
        assert school.call("anna", "POST", "/own/contests", body).json["code"] == code
    unlinked = school.call("clerk", "POST", "/own/contests", {"period": "2025"})
    assert (unlinked.status_code, unlinked.json["code"]) == (404, "own.not_linked")
    assert school.call("anna", "GET", "/contests").status_code == 403
    assert school.call("admin", "GET", "/own/contests").status_code == 403


def test_nobody_answers_their_own(desk: tuple[School, dict[str, str]]) -> None:
    school, _ = desk
    made = contest(school, period="2025")
    school.post("/accounts/clerk/volunteer", {"volunteer": made["volunteer"]}, "head")
    answer = school.call("clerk", "POST", f"/contests/{made['id']}/answer", {"status": "upheld"})
    assert (answer.status_code, answer.json["code"]) == (403, "contest.own")
    unknown = school.call("clerk", "POST", f"/contests/{NOBODY}/answer", {"status": "upheld"})
    assert unknown.json["code"] == "contest.unknown"


def test_it_is_given_to_an_officer_while_open(desk: tuple[School, dict[str, str]]) -> None:
    school, _ = desk
    path = f"/contests/{contest(school, period='2025')['id']}"
    assert school.post(f"{path}/assignment", {"account": "head"})["assigned_to"]
    assert school.post(f"{path}/assignment", {"account": None})["assigned_to"] is None
    for login in ("anna", "nobody", "admin"):
        answer = school.call("clerk", "POST", f"{path}/assignment", {"account": login})
        assert (answer.status_code, answer.json["code"]) == (422, "contest.no_assignee")
    school.post(f"{path}/answer", {"status": "upheld"})
    late = school.call("clerk", "POST", f"{path}/assignment", {"account": "head"})
    assert (late.status_code, late.json["code"]) == (409, "contest.answered")


def test_words_lie_encrypted_and_the_steps_are_audited(
    desk: tuple[School, dict[str, str]],
) -> None:
    school, _ = desk
    made = contest(school, period="2025", words="少了两小时")
    school.post(f"/contests/{made['id']}/assignment", {"account": "head"})
    school.post(f"/contests/{made['id']}/answer", {"status": "rejected", "words": "没有少"})
    with school.session() as session:
        stored = session.execute(text("SELECT words, answer FROM contest")).one()
    assert "少".encode() not in b"".join(bytes(value) for value in stored)
    lines = school.get(f"/audit?subject=contest:{made['id']}")["items"]
    assert [line["action"] for line in lines] == [
        *("contest.rejected", "contest.assigned", "contest.opened"),
    ]
    assert "少" not in str(lines)
