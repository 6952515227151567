"""Whole imports taken back, until something of them was certified, decided or reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from station.models.member import Member, MemberStay
from station.models.registration import Registration
from station.models.search import MemberToken
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer
from station.models.workbook_import import WorkbookImport
from tests.station.people.school import (
    ANNA,
    BERT,
    CLEO,
    FORM_HEADINGS,
    IN_PERSON,
    MEMBERS,
    RECORD_HEADINGS,
    ROSTER_HEADINGS,
    School,
    csv,
    form,
    number,
    record,
)

JANUARY = "服务活动情况统计表-2025-1月.csv"
NOBODY = "00000000-0000-7000-8000-000000000000"
DORA = ("朵朵", "女", number("19870707", 8), "2008-08-08", "教师", "13800000004")


def back(school: School, kept: dict[str, Any], login: str = "clerk") -> Any:
    return school.call(login, "POST", f"/imports/{kept['id']}/taking-back")


def counts(school: School, kept: dict[str, Any]) -> dict[str, int]:
    answer = back(school, kept)
    assert answer.status_code == 200, answer.json
    assert answer.json["status"] == "taken_back"
    return dict(answer.json["counts"])


def refused(school: School, kept: dict[str, Any]) -> str:
    answer = back(school, kept)
    assert answer.status_code == 409 and answer.json["message"]
    assert school.get(f"/imports/{kept['id']}")["status"] == "written"
    return str(answer.json["code"])


def rows(school: School, table: type[Any]) -> int:
    with school.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# records


@pytest.fixture
def sheet(school: School, clock: Callable[[str], None]) -> tuple[School, dict[str, Any]]:
    """A sheet of three records that wait for their certifier."""
    school.roster()
    school.approve("安安", ANNA)
    clock("2025-02-01T09:00:00+08:00")
    lines = [record("安安", f"2025-01-0{day}", "08:00", "10:00") for day in (6, 7, 8)]
    return school, school.import_(csv(RECORD_HEADINGS, lines), JANUARY)


def test_records_that_wait_go_and_the_sheet_comes_again(
    sheet: tuple[School, dict[str, Any]],
) -> None:
    school, kept = sheet
    assert counts(school, kept) == {"records": 3}
    assert rows(school, ServiceRecord) == 0
    shown = school.get(f"/imports/{kept['id']}")
    assert (shown["status"], len(shown["rows"])) == ("taken_back", 3)
    again = back(school, kept)
    assert (again.status_code, again.json["code"]) == (409, "workbook_import.not_written")
    confirmed = school.call("clerk", "POST", f"/imports/{kept['id']}/confirmation", {"count": 3})
    assert confirmed.json["code"] == "workbook_import.written"
    lines = [record("安安", "2025-01-06", "08:00", "11:00")]
    assert school.import_(csv(RECORD_HEADINGS, lines), JANUARY)["counts"]["accepted"] == 1
    history = school.get(f"/audit?subject=import:{kept['id']}")["items"]
    assert history[0]["action"] == "import.taken_back"
    assert history[0]["after"] == {"status": "taken_back", "records": 3}


@pytest.mark.parametrize("act", ["certification", "rejection"])
def test_once_one_is_certified_or_rejected_all_stay(
    sheet: tuple[School, dict[str, Any]], act: str
) -> None:
    school, kept = sheet
    one = school.get("/records")["items"][1]["id"]
    if act == "rejection":
        school.post(f"/records/{one}/rejection", {"reason": "重复"})
    else:
        school.add("wang", "clerk")
        officer = school.get("/officers")["items"][0]["id"]
        school.post(f"/officers/{officer}/link", {"account": "wang"}, "head")
        school.post("/records/certification", {"ids": [one], "count": 1}, "wang")
    assert refused(school, kept) == "workbook_import.certified"
    assert rows(school, ServiceRecord) == 3


def test_what_something_hangs_on_stays(sheet: tuple[School, dict[str, Any]]) -> None:
    school, kept = sheet
    row = school.get("/records")["items"][0]
    school.add("anna", "volunteer")
    school.post("/accounts/anna/volunteer", {"volunteer": row["volunteer"]}, "head")
    school.post("/own/contests", {"record": row["id"]}, "anna")
    assert refused(school, kept) == "workbook_import.in_use"
    assert rows(school, ServiceRecord) == 3


def test_only_a_written_import_of_the_desk(school: School) -> None:
    preview = school.preview(csv(ROSTER_HEADINGS, MEMBERS))
    early = back(school, preview)
    assert (early.status_code, early.json["code"]) == (409, "workbook_import.not_written")
    unknown = back(school, {"id": NOBODY})
    assert (unknown.status_code, unknown.json["code"]) == (404, "workbook_import.unknown")
    assert back(school, preview, "admin").status_code == 403


# registrations


@pytest.fixture
def forms(school: School) -> tuple[School, dict[str, Any]]:
    """Two forms at the center, and one whose day of application is to come."""
    school.roster()
    lines = [
        form("安安", ANNA, "2025-01-01"),
        form("博博", BERT, "2025-01-02"),
        form("可可", CLEO, "2025-02-09"),
    ]
    return school, school.import_(csv(FORM_HEADINGS, lines))


def test_forms_are_drafts_again_and_the_center_lays_them_aside(
    forms: tuple[School, dict[str, Any]],
) -> None:
    school, kept = forms
    assert counts(school, kept) == {"registrations": 3}
    drafts = {row["name"]: row for row in school.get("/registrations")["items"]}
    assert {name: row["status"] for name, row in drafts.items()} == {
        "安安": "draft",
        "博博": "draft",
    }
    withdrawn = school.sent("registration.withdrawn")
    assert [one["registration"] for one in withdrawn] == [drafts[n]["id"] for n in ("安安", "博博")]
    assert {(one["version"], one["withdrawn_on"]) for one in withdrawn} == {(1, "2025-01-02")}
    assert rows(school, Volunteer) == 2
    again = school.import_(csv(FORM_HEADINGS, [form("安安", ANNA, "2024-12-30")]))
    assert again["counts"]["accepted"] == 1
    sent = school.sent("registration.submitted")[-1]
    assert (sent["registration"], sent["version"]) == (drafts["安安"]["id"], 2)
    assert (sent["applied_on"], rows(school, Registration)) == ("2024-12-30", 2)


def test_who_was_decided_on_keeps_all(forms: tuple[School, dict[str, Any]]) -> None:
    school, kept = forms
    school.decide("returned", "2025-01-02")
    assert refused(school, kept) == "workbook_import.decided"
    assert school.sent("registration.withdrawn") == []
    assert rows(school, Registration) == 3


def test_a_decision_that_crossed_the_taking_back_counts(
    forms: tuple[School, dict[str, Any]],
) -> None:
    school, kept = forms
    content = school.content(school.sent("registration.submitted")[-1]["registration"])
    counts(school, kept)
    school.decide("approved", "2025-01-02", content=content)
    assert school.get("/volunteers?status=approved")["items"][0]["name"] == "博博"
    assert school.get("/registrations?status=approved")["total"] == 1


def test_a_decision_that_crossed_the_next_version_counts_once_that_is_refused(
    forms: tuple[School, dict[str, Any]],
) -> None:
    school, kept = forms
    first = school.sent("registration.submitted")[-1]
    content = school.content(first["registration"])
    counts(school, kept)
    school.import_(csv(FORM_HEADINGS, [form("博博", BERT, "2024-12-30")]))
    school.decide("approved", "2025-01-02", version=1, content=content)
    shown = school.get("/registrations?status=submitted")["items"][0]
    assert shown["overtaken"]["decision"] == "approved"
    school.reject("registration.submitted", "登记已有决定。")
    kept_row = school.get("/volunteers?status=approved")["items"][0]
    assert (kept_row["name"], kept_row["approval_date"]) == ("博博", "2025-01-02")
    approved = school.get("/registrations?status=approved")["items"][0]
    assert (approved["overtaken"], approved["decision"]) == (None, "approved")
    assert len(school.sent("volunteer.profile")) == 1


# rosters


@pytest.fixture
def second(school: School, clock: Callable[[str], None]) -> tuple[School, dict[str, Any]]:
    """A second roster: 朵朵 joins, 可可 leaves, 安安 has another post; 安安 is a volunteer."""
    school.import_(csv(ROSTER_HEADINGS, MEMBERS))
    school.approve("安安", ANNA)
    clock("2025-02-03T09:00:00+08:00")
    changed = (*MEMBERS[0][:4], "副校长", "13900000009")
    return school, school.import_(csv(ROSTER_HEADINGS, [changed, MEMBERS[1], DORA]))


def stays(school: School) -> set[tuple[str, str, str | None]]:
    with school.session() as session:
        query = select(Member.name, MemberStay).join(MemberStay, MemberStay.member_id == Member.id)
        return {
            (name, stay.first_day.isoformat(), stay.last_day and stay.last_day.isoformat())
            for name, stay in session.execute(query)
        }


def test_everybody_stands_as_before_the_roster(second: tuple[School, dict[str, Any]]) -> None:
    school, kept = second
    assert ("可可", "2025-01-01", "2025-02-02") in stays(school)
    assert counts(school, kept) == {"joined": 1, "left": 1, "changed": 1}
    assert stays(school) == {(row[0], "2025-01-01", None) for row in MEMBERS}
    members = {row["name"]: row for row in school.get("/members")["items"]}
    assert {row["post"] for row in members.values()} == {"教师", "校长"}
    anna = school.get(f"/members/{members['安安']['id']}")
    assert (anna["phone"], anna["post"]) == ("13800000001", "教师")
    assert [one["post"] for one in school.sent("volunteer.profile")] == ["副校长", "教师"]
    assert school.post("/people/search", {"typed": "朵朵"})["items"] == []
    assert rows(school, Member) == 3


def test_two_rosters_go_in_the_order_in_which_they_came(
    second: tuple[School, dict[str, Any]],
) -> None:
    school, kept = second
    first = school.get("/imports")["items"][-1]
    assert refused(school, first) == "workbook_import.later_roster"
    counts(school, kept)
    assert refused(school, first) == "workbook_import.registered_since"


def test_a_first_roster_goes_to_nothing(school: School) -> None:
    kept = school.import_(csv(ROSTER_HEADINGS, MEMBERS))
    assert counts(school, kept) == {"joined": 3}
    assert (rows(school, Member), rows(school, MemberStay), rows(school, MemberToken)) == (0, 0, 0)
    assert school.import_(csv(ROSTER_HEADINGS, MEMBERS))["counts"]["accepted"] == 3


def test_what_was_put_right_since_or_talked_about_stays(
    second: tuple[School, dict[str, Any]],
) -> None:
    school, kept = second
    members = {row["name"]: row["id"] for row in school.get("/members")["items"]}
    note = {"held_on": "2025-02-03", "words": "谈"}
    school.post(f"/members/{members['朵朵']}/talks", note)
    assert refused(school, kept) == "workbook_import.in_use"
    school.post(f"/members/{members['朵朵']}", {"phone": "13600000000"})
    assert refused(school, kept) == "workbook_import.changed_since"


def test_who_registered_since_keeps_the_roster(second: tuple[School, dict[str, Any]]) -> None:
    school, kept = second
    school.post("/registrations", IN_PERSON | {"name": DORA[0], "id_number": DORA[2]})
    assert refused(school, kept) == "workbook_import.registered_since"


def test_a_roster_that_a_signed_month_counts_stays(
    second: tuple[School, dict[str, Any]], clock: Callable[[str], None]
) -> None:
    school, kept = second
    signed = {"summary": "小结", "no_photo_reason": "没有照片"}
    clock("2025-02-04T09:00:00+08:00")
    school.post("/months/2025-01/closing", None, "head")
    school.post("/months/2025-01/signature", signed, "head")
    clock("2025-03-02T09:00:00+08:00")
    school.post("/months/2025-02/closing", None, "head")
    school.post("/months/2025-02/signature", signed, "head")
    answer = back(school, kept)
    assert answer.json["code"] == "workbook_import.reported"
    assert "2025-02" in answer.json["message"]


def test_a_month_before_the_roster_doesnt_count_it(
    second: tuple[School, dict[str, Any]], clock: Callable[[str], None]
) -> None:
    school, kept = second
    clock("2025-02-04T09:00:00+08:00")
    school.post("/months/2025-01/closing", None, "head")
    signed = {"summary": "小结", "no_photo_reason": "没有照片"}
    school.post("/months/2025-01/signature", signed, "head")
    assert counts(school, kept)["joined"] == 1


def test_a_roster_of_which_nothing_was_kept_is_not_taken_back(school: School) -> None:
    kept = school.import_(csv(ROSTER_HEADINGS, MEMBERS))
    with school.session() as session:
        session.execute(
            update(WorkbookImport).where(WorkbookImport.id == UUID(kept["id"])).values(undo=None)
        )
    assert refused(school, kept) == "workbook_import.not_kept"


def test_rows_that_changed_alone_rest_on_no_month(school: School) -> None:
    school.import_(csv(ROSTER_HEADINGS, MEMBERS))
    changed = (*MEMBERS[0][:4], "副校长", MEMBERS[0][5])
    kept = school.import_(csv(ROSTER_HEADINGS, [changed, *MEMBERS[1:]]))
    assert counts(school, kept) == {"changed": 1}
    assert {row["post"] for row in school.get("/members")["items"]} == {"教师", "校长"}
