"""Who left: what waits for them moves by one press, as far as the rules allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from station.models.officer import Officer
from station.models.service_record import ServiceRecord
from tests.station.people.school import ANNA, BERT, RECORD_HEADINGS, School, csv, record

JANUARY = "服务活动情况统计表-2025-1月.csv"
ROWS = [
    record("安安", "2025-01-06", "08:00", "10:00"),
    record("安安", "2025-01-08", "08:00", "10:00", second="李主任"),
    record("安安", "2025-01-09", "08:00", "10:00", certifier="李主任", second="王书记"),
    record("博博", "2025-01-10", "08:00", "10:00"),
]


@pytest.fixture
def left(school: School, clock: Callable[[str], None]) -> School:
    """Sheets that name 王书记 and 李主任, each with an account; 周干事 has one too."""
    school.roster()
    school.approve("安安", ANNA)
    school.approve("博博", BERT)
    clock("2025-02-01T09:00:00+08:00")
    school.import_(csv(RECORD_HEADINGS, ROWS), JANUARY)
    for login in ("wang", "li", "zhou"):
        school.add(login, "clerk")
    for officer in school.get("/officers")["items"]:
        login = "wang" if officer["name"] == "王书记" else "li"
        school.post(f"/officers/{officer['id']}/link", {"account": login}, "head")
    return school


def press(school: School, to: str, by: str = "head") -> Any:
    return school.call(by, "POST", "/accounts/wang/hand-over", {"to": to})


def named(school: School) -> list[tuple[str | None, str | None]]:
    """Certifier and second officer of each row."""
    with school.session() as session:
        officers = {one.id: one.name for one in session.scalars(select(Officer))}
        rows = session.scalars(select(ServiceRecord).order_by(ServiceRecord.row))
        return [(officers.get(r.certifier_id), officers.get(r.second_id)) for r in rows]


def test_what_waits_moves_and_is_counted(left: School) -> None:
    moved = press(left, "zhou").json
    assert moved == {"certifier": 3, "second_officer": 1, "contests": 0, "kept": 0}
    assert named(left) == [
        *(("zhou", None), ("zhou", "李主任"), ("李主任", "zhou"), ("zhou", None)),
    ]
    ids = [row["id"] for row in left.get("/records")["items"]]
    body = {"ids": ids[:1], "count": 1}
    assert left.post("/records/certification", body, "zhou")["items"][0]["status"] == "certified"
    again = press(left, "zhou", "admin").json
    assert again == {"certifier": 0, "second_officer": 0, "contests": 0, "kept": 0}


def test_nobody_gets_both_signatures_of_one_record(left: School) -> None:
    moved = press(left, "li").json
    assert (moved["certifier"], moved["second_officer"], moved["kept"]) == (2, 0, 2)
    assert named(left) == [
        *(("李主任", None), ("王书记", "李主任"), ("李主任", "王书记"), ("李主任", None)),
    ]


def test_nobody_gets_their_own_record_or_contest(left: School) -> None:
    anna = next(row for row in left.get("/volunteers")["items"] if row["name"] == "安安")["id"]
    left.add("anna", "volunteer")
    for login in ("anna", "zhou"):
        left.post(f"/accounts/{login}/volunteer", {"volunteer": anna}, "head")
    for period in ("2025-01", "2025"):
        contest = left.post("/own/contests", {"period": period}, "anna")
        left.post(f"/contests/{contest['id']}/assignment", {"account": "wang"})
    moved = press(left, "zhou").json
    assert moved == {"certifier": 1, "second_officer": 0, "contests": 0, "kept": 5}
    moved = press(left, "clerk").json
    assert moved == {"certifier": 2, "second_officer": 1, "contests": 2, "kept": 0}


def test_an_account_without_an_officer_hands_over_its_contests_alone(left: School) -> None:
    answer = left.call("head", "POST", "/accounts/zhou/hand-over", {"to": "clerk"})
    assert answer.json == {"certifier": 0, "second_officer": 0, "contests": 0, "kept": 0}


@pytest.mark.parametrize(
    ("to", "by", "code"),
    [
        ("wang", "head", "handing_over.same"),
        ("nobody", "head", "account.unknown"),
        ("admin", "head", "handing_over.no_receiver"),
        ("zhou", "clerk", "permission.denied"),
    ],
)
def test_only_an_officer_takes_over_and_only_the_head_or_house_says_so(
    left: School, to: str, by: str, code: str
) -> None:
    assert press(left, to, by).json["code"] == code


def test_a_closed_account_takes_nothing_over(left: School) -> None:
    left.post("/accounts/zhou/closing", None, "admin")
    assert press(left, "zhou").json["code"] == "handing_over.no_receiver"


def test_a_namesake_officer_must_be_linked_first(left: School) -> None:
    left.import_(
        csv(RECORD_HEADINGS, [record("博博", "2025-01-15", "08:00", "10:00", certifier="zhou")]),
        JANUARY,
    )
    assert press(left, "zhou").json["code"] == "officer.not_linked"


def test_each_row_and_the_press_stand_in_the_log(left: School) -> None:
    press(left, "zhou")
    lines = left.get("/audit?page_size=1000")["items"]
    actions = [line["action"] for line in lines]
    assert actions.count("record.handed_over") == 4
    press_line = next(line for line in lines if line["action"] == "account.handed_over")
    assert (press_line["after"]["certifier"], press_line["actor_name"]) == (3, "head")
