"""One search for people: readings, initials, parts, card, last four places, whole number."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import event, insert, select, text

from station.commands import cli
from station.database import db
from station.models.member import Member
from station.models.search import MemberToken, search_people
from tests.station.people.school import School, number

ZENG, SHAN, LV = number("19840404", 5), number("19850505", 6), number("19860606", 7)
PEOPLE = (
    ("曾丽", "女", ZENG, "2005-05-05", "教师", "13800000001"),
    ("单小明", "男", SHAN, "2006-06-06", "校医", "13800000002"),
    ("吕𠮷", "女", LV, "2007-07-07", "教师", "13800000003"),
)


@pytest.fixture
def staffed(school: School) -> School:
    school.roster(PEOPLE)
    return school


def names(school: School, typed: str, **more: Any) -> list[str]:
    found = school.post("/people/search", {"typed": typed, **more})
    assert found["total"] == len(found["items"])
    return [person["name"] for person in found["items"]]


@pytest.mark.parametrize(
    "typed", ["zengli", "cengli", "Zeng Li", "zl", "cl", "li", "丽", "曾", "ce"]
)
def test_zeng_is_found_as_ceng_too(staffed: School, typed: str) -> None:
    assert "曾丽" in names(staffed, typed)


@pytest.mark.parametrize("typed", ["shanxm", "zengl1", "丽曾", "%", "_", "#", " ", "zz", "zx"])
def test_what_nobody_is_called_finds_nobody(staffed: School, typed: str) -> None:
    assert names(staffed, typed) == []


def test_shan_lv_and_rare_signs(staffed: School) -> None:
    for typed in ("shan", "dan", "danxiaoming", "sxm", "小明"):
        assert names(staffed, typed) == ["单小明"]
    for typed in ("lv", "lyu", "lu", "𠮷", "吕𠮷"):
        assert names(staffed, typed) == ["吕𠮷"]


def test_the_last_four_places_and_the_whole_number_find_without_lying_in_clear(
    staffed: School,
) -> None:
    for typed in (ZENG[-4:], ZENG, ZENG.lower(), f"{ZENG[:6]} {ZENG[6:]}"):
        assert names(staffed, typed) == ["曾丽"]
    assert names(staffed, "130204") == names(staffed, ZENG[:-1]) == []
    with staffed.session() as session:
        stored = " ".join(session.scalars(select(MemberToken.token)))
    assert ZENG[-4:] not in stored
    person = staffed.post("/people/search", {"typed": "zl"})["items"][0]
    assert (person["last_four"], person["on_roster"], person["volunteer"]) == (
        ZENG[-4:],
        True,
        None,
    )


def test_a_card_is_found_by_its_number_and_its_running_part(staffed: School) -> None:
    volunteer = staffed.approve("曾丽", ZENG)
    data = {
        "card": UUID(int=71),
        "number": "13-2025-000042",
        "volunteer": UUID(volunteer),
        "station": "station:01-3301",
        "issued_on": date(2025, 1, 2),
    }
    staffed.receive("card.issued", "card:71", data)
    for typed in ("13-2025-000042", "13-2025", "000042", "42"):
        assert names(staffed, typed) == ["曾丽"]
    person = staffed.post("/people/search", {"typed": "42"})["items"][0]
    assert (person["volunteer"], person["status"]) == (volunteer, "approved")
    assert person["card"] == "13-2025-000042"


def test_whole_words_come_first_and_the_list_has_an_end(school: School) -> None:
    rows = [
        (name, "女", number("19900101", at), "", "", "")
        for at, name in enumerate(("李丽", "丽娜", "李娜", "丽"), 10)
    ]
    school.roster(rows)
    found = names(school, "丽")
    assert (sorted(found[:2]), found[2:]) == (["丽", "李丽"], ["丽娜"])
    assert len(names(school, "li", limit=2)) == 2


def test_a_new_name_replaces_the_old_one_and_who_left_is_still_found(staffed: School) -> None:
    staffed.roster([("曾莉莉", *PEOPLE[0][1:]), PEOPLE[1]])
    assert names(staffed, "zengli") == ["曾莉莉"]
    assert names(staffed, "丽") == []
    gone = staffed.post("/people/search", {"typed": "lv"})["items"][0]
    assert (gone["name"], gone["on_roster"]) == ("吕𠮷", False)


def test_the_index_is_written_anew_by_a_command(staffed: School) -> None:
    with staffed.session() as session:
        session.execute(text("DELETE FROM member_token"))
    assert names(staffed, "zl") == []
    done = CliRunner().invoke(cli.commands["index"], obj=SimpleNamespace(app=lambda: staffed.app))
    assert (done.exit_code, done.output) == (0, "已重建 3 人。\n")
    assert names(staffed, "zl") == ["曾丽"]


def test_only_the_desk_searches(staffed: School) -> None:
    staffed.add("anna", "volunteer")
    for login in ("admin", "anna"):
        assert staffed.call(login, "POST", "/people/search", {"typed": "z"}).status_code == 403
    assert staffed.call("clerk", "POST", "/people/search", {"typed": ""}).status_code == 422


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that go to the database."""
    said: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def test_two_queries_find_among_sixty_thousand_tokens(staffed: School) -> None:
    staffed.approve("曾丽", ZENG)
    with staffed.session() as session:
        someone = session.scalars(select(Member.id).limit(1)).one()
        rows = [{"token": f"q{at:06d}", "member_id": someone} for at in range(60_000)]
        session.execute(insert(MemberToken), rows)
    with staffed.session() as session:
        began = time.perf_counter()
        with counted() as said:
            assert [person.name for person in search_people(session, "zl", 20)] == ["曾丽"]
        took = time.perf_counter() - began
    assert len([one for one in said if one.startswith("SELECT")]) == 2
    assert took < 0.5
