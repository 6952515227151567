"""The roster: imported, compared with a new one, kept with its days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import text

from station.models.member import members_on
from tests.conftest import MakeNode
from tests.station.people.school import (
    ANNA,
    BERT,
    CENTER,
    MEMBERS,
    ROSTER_HEADINGS,
    School,
    csv,
    number,
)

DORA = number("19830404", 5)
NEW = ("朵朵", "女", DORA, "2010-10-10", "教师", "13800000004")


def members(school: School, day: date) -> int:
    with school.session() as session:
        return members_on(session, day)


def test_a_first_roster_counts_from_the_day_the_station_opened(school: School) -> None:
    written = school.import_(csv(ROSTER_HEADINGS, MEMBERS))
    assert written["status"] == "written"
    assert written["counts"] == {
        **{"accepted": 3, "held": 0, "refused": 0, "already_there": 0},
        **{"joined": 3, "left": 0, "changed": 0},
    }
    assert members(school, date(2024, 12, 31)) == 0
    assert members(school, date(2025, 1, 1)) == 3


def test_a_new_roster_shows_who_joined_left_and_changed_before_it_is_written(
    school: School, clock: Callable[[str], None]
) -> None:
    school.roster()
    clock("2025-03-01T09:00:00+08:00")
    changed = ("博博", "男", BERT, "2006-06-06", "副校长", "13800000002")
    preview = school.preview(csv(ROSTER_HEADINGS, [MEMBERS[0], changed, NEW]))
    assert [person["name"] for person in preview["joined"]] == ["朵朵"]
    assert [person["name"] for person in preview["left"]] == ["可可"]
    assert [person["name"] for person in preview["changed"]] == ["博博"]
    assert [row["outcome"] for row in preview["rows"]] == ["already_there", "accepted", "accepted"]
    assert preview["rows"][1]["values"]["differences"] == ["post"]
    assert members(school, date(2025, 3, 1)) == 3
    school.post(f"/imports/{preview['id']}/confirmation", {"count": 2})
    names = {row["name"] for row in school.get("/members")["items"]}
    assert names == {"安安", "博博", "朵朵"}
    assert [members(school, date(2025, m, 28)) for m in (1, 2)] == [3, 3]


def test_whoever_comes_back_stands_on_the_roster_again(
    school: School, clock: Callable[[str], None]
) -> None:
    school.roster()
    clock("2025-03-01T09:00:00+08:00")
    school.roster(MEMBERS[:2])
    clock("2025-05-01T09:00:00+08:00")
    school.roster()
    days = [date(2025, 2, 1), date(2025, 4, 1), date(2025, 5, 1)]
    assert [members(school, day) for day in days] == [3, 2, 3]


def test_a_roster_undone_on_the_same_day_leaves_no_trace(school: School) -> None:
    school.roster()
    school.roster([*MEMBERS, NEW])
    school.roster(MEMBERS)
    school.roster(MEMBERS[:2])
    school.roster(MEMBERS)
    assert members(school, date(2025, 1, 2)) == 3


def test_a_repeated_roster_shows_every_row_as_there(school: School) -> None:
    school.roster()
    again = school.preview(csv(ROSTER_HEADINGS, MEMBERS))
    assert again["counts"]["already_there"] == 3
    assert again["to_write"] == 0


def test_a_roster_without_a_usable_row_sends_nobody_away(school: School) -> None:
    school.roster()
    spoilt = [("安安", "女", "130204198001010021", "", "", "")]
    preview = school.preview(csv(ROSTER_HEADINGS, spoilt))
    assert preview["rows"][0]["reason"] == "bad_id_number"
    assert "校验码" in preview["rows"][0]["sentence"]
    path = f"/imports/{preview['id']}/confirmation"
    refused = school.call("clerk", "POST", path, {"count": 0})
    assert (refused.status_code, refused.json["code"]) == (422, "workbook_import.nothing_usable")
    assert members(school, date(2025, 1, 2)) == 3


def test_numbers_phones_and_dates_lie_encrypted_and_lists_show_four_digits(school: School) -> None:
    preview = school.import_(csv(ROSTER_HEADINGS, MEMBERS))
    listed = school.get("/members")
    assert ANNA[-4:] in {row["last_four"] for row in listed["items"]}
    shown = str(preview) + str(listed)
    with school.session() as session:
        rows = session.execute(text("SELECT * FROM member")).all()
        rows += session.execute(text("SELECT before, after FROM audit")).all()
        stored = str([[bytes(v) if isinstance(v, memoryview) else v for v in r] for r in rows])
    for personal in (ANNA, "13800000001", "2005-05-05", "1980-01-01"):
        assert personal not in shown
        assert personal not in stored


def test_only_who_works_at_the_station_sees_the_roster(school: School) -> None:
    assert school.call("admin", "GET", "/members").status_code == 403
    assert school.app.test_client().get("/api/members").status_code == 401


def test_a_name_mended_on_the_roster_is_the_volunteers_too(
    school: School, clock: Callable[[str], None]
) -> None:
    school.roster()
    school.approve("安安", ANNA)
    clock("2025-03-01T09:00:00+08:00")
    school.roster([("安·安", *MEMBERS[0][1:]), *MEMBERS[1:]])
    assert school.get("/volunteers")["items"][0]["name"] == "安·安"


def test_a_station_that_never_said_when_it_opened_counts_from_its_first_roster(
    make_node: MakeNode, clock: Callable[[str], None]
) -> None:
    clock("2025-01-02T09:00:00+08:00")
    school = School(make_node("station", "01-3309", upper=CENTER, opened_on=None))
    school.roster()
    assert [members(school, date(2025, 1, day)) for day in (1, 2)] == [0, 3]
