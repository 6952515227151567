"""A sheet's rows certified in one act by the linked officer, then by the second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from station.models.account import Account
from station.models.service_record import ServiceRecord
from tests.station.people.school import ANNA, BERT, RECORD_HEADINGS, School, csv, record

JANUARY = "服务活动情况统计表-2025-1月.csv"
ROWS = [
    record("安安", "2025-01-06", "08:00", "10:00"),
    record("安安", "2025-01-07", "08:00", "13:00"),
    record("安安", "2025-01-07", "13:00", "17:00"),
    record("安安", "2025-01-08", "08:00", "10:00", second="李主任"),
    record("安安", "2025-01-09", "08:00", "10:00", certifier="李主任", second="王书记"),
]


@pytest.fixture
def sheet(school: School, clock: Callable[[str], None]) -> tuple[School, str]:
    """A written sheet, and an account for each of its officers."""
    school.roster()
    school.approve("安安", ANNA)
    clock("2025-02-01T09:00:00+08:00")
    written = school.import_(csv(RECORD_HEADINGS, ROWS), JANUARY)
    for login in ("wang", "li"):
        school.add(login, "clerk")
    for officer in school.get("/officers")["items"]:
        login = "wang" if officer["name"] == "王书记" else "li"
        school.post(f"/officers/{officer['id']}/link", {"account": login}, "head")
    return school, f"/imports/{written['id']}/certification"


def waiting(sheet: tuple[School, str]) -> dict[str, tuple[int, int]]:
    school, path = sheet
    return {
        row["name"]: (row["certifier"], row["second_officer"]) for row in school.get(path)["items"]
    }


def officer(sheet: tuple[School, str], name: str) -> str:
    school, path = sheet
    return str(next(row["id"] for row in school.get(path)["items"] if row["name"] == name))


def states(school: School) -> list[tuple[str, str | None]]:
    with school.session() as session:
        query = select(ServiceRecord).order_by(ServiceRecord.row)
        return [(each.status, each.waits_for) for each in session.scalars(query)]


def act(sheet: tuple[School, str], login: str, name: str, count: int) -> Any:
    school, path = sheet
    body = {"officer": officer(sheet, name), "count": count}
    return school.call(login, "POST", path, body)


def test_the_linked_officer_certifies_all_rows_then_the_second(sheet: tuple[School, str]) -> None:
    school, _ = sheet
    assert waiting(sheet) == {"王书记": (4, 0), "李主任": (1, 0)}
    assert act(sheet, "wang", "王书记", 4).json == {"certified": 2, "waiting": 2}
    held, second = ("submitted", "second_officer"), ("submitted", "second_officer")
    done = ("certified", None)
    assert states(school) == [done, done, held, second, ("submitted", "certifier")]
    assert waiting(sheet) == {"王书记": (0, 0), "李主任": (1, 1)}
    assert act(sheet, "li", "李主任", 1).json == {"certified": 0, "waiting": 1}
    assert act(sheet, "li", "李主任", 1).json == {"certified": 1, "waiting": 0}
    assert act(sheet, "wang", "王书记", 1).json == {"certified": 1, "waiting": 0}
    assert states(school) == [done, done, held, done, done]
    with school.session() as session:
        kept = session.scalars(select(ServiceRecord).filter_by(row=5)).one()
        assert kept.certified_by != kept.second_by
        assert kept.certified_at is not None and kept.second_at is not None


@pytest.mark.parametrize("wrong", [1, 3, 5])
def test_another_count_certifies_nothing(sheet: tuple[School, str], wrong: int) -> None:
    answer = act(sheet, "wang", "王书记", wrong)
    assert (answer.status_code, answer.json["code"]) == (409, "sheet_certification.other_count")
    assert waiting(sheet) == {"王书记": (4, 0), "李主任": (1, 0)}


def test_another_account_than_the_linked_one_is_refused(sheet: tuple[School, str]) -> None:
    for login in ("li", "head", "clerk"):
        answer = act(sheet, login, "王书记", 4)
        assert (answer.status_code, answer.json["code"]) == (403, "officer.not_yours")
    assert waiting(sheet)["王书记"] == (4, 0)


def test_nothing_waiting_is_no_act(sheet: tuple[School, str]) -> None:
    act(sheet, "wang", "王书记", 4)
    answer = act(sheet, "wang", "王书记", 4)
    assert answer.json["code"] == "sheet_certification.other_count"


def test_nobody_certifies_their_own_record(school: School, clock: Callable[[str], None]) -> None:
    school.roster()
    school.approve("安安", ANNA)
    school.approve("博博", BERT)
    clock("2025-02-01T09:00:00+08:00")
    rows = [
        record("安安", "2025-01-06", "08:00", "10:00", certifier="安安"),
        record("安安", "2025-01-07", "08:00", "10:00", certifier="博博", second="安安"),
        record("安安", "2025-01-08", "08:00", "10:00", certifier="王书记"),
        record("博博", "2025-01-08", "08:00", "10:00", certifier="王书记"),
    ]
    written = school.import_(csv(RECORD_HEADINGS, rows), JANUARY)
    assert written["rows"][0]["reason"] == "self_certified"
    names = [row["name"] for row in school.get("/officers")["items"]]
    assert sorted(names) == sorted(["博博", "王书记"])
    sheet = (school, f"/imports/{written['id']}/certification")
    school.add("bert", "clerk")
    with school.session() as session:
        session.scalars(select(Account).filter_by(login="bert")).one().name = "博博"
    found = officer(sheet, "王书记")
    school.post(f"/officers/{found}/link", {"account": "bert"}, "head")
    answer = act(sheet, "bert", "王书记", 2)
    assert (answer.status_code, answer.json["code"]) == (403, "service_record.own_record")
    assert waiting(sheet)["王书记"] == (2, 0)


def test_an_officer_is_linked_once_by_head_or_administrator(sheet: tuple[School, str]) -> None:
    school, _ = sheet
    wang = officer(sheet, "王书记")
    path = f"/officers/{wang}/link"
    assert school.call("clerk", "POST", path, {"account": "wang"}).status_code == 403
    assert school.post(path, {"account": "wang"}, "admin")["id"] == wang
    again = school.call("head", "POST", path, {"account": "clerk"})
    assert (again.status_code, again.json["code"]) == (409, "officer.linked")
    unknown = school.call("head", "POST", path, {"account": "nobody"})
    assert unknown.json["code"] == "officer.no_account"
    admin = school.call("head", "POST", path, {"account": "admin"})
    assert admin.json["code"] == "officer.wrong_role"
    nobody = "/officers/00000000-0000-7000-8000-000000000000/link"
    assert school.call("head", "POST", nobody, {"account": "wang"}).status_code == 404


def test_unknown_officers_and_imports_are_not_found(sheet: tuple[School, str]) -> None:
    school, path = sheet
    nobody = "00000000-0000-7000-8000-000000000000"
    unknown = school.call("wang", "POST", path, {"officer": nobody, "count": 4})
    assert (unknown.status_code, unknown.json["code"]) == (404, "officer.unknown")
    body = {"officer": officer(sheet, "王书记"), "count": 4}
    other = school.call("wang", "POST", f"/imports/{nobody}/certification", body)
    assert (other.status_code, other.json["code"]) == (404, "workbook_import.unknown")
