"""Accounts for volunteers in bulk: logins from the names, slips shown once, sign-in and change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.founding import COMMAND
from station.actions.bulk import Bulk
from station.actions.volunteer_account import count_wanting, make_accounts, make_secrets
from station.database import db
from station.models.account import Account, volunteer_of_account
from tests.station.people.school import ANNA, BERT, CLEO, IN_PERSON, PASSWORDS, School

NOBODY = "00000000-0000-7000-8000-000000000000"
ROSTER = (
    ("曾丽", "女", ANNA, "", "教师", ""),
    ("曾莉", "女", BERT, "", "教师", ""),
    ("可可", "女", CLEO, "", "校长", ""),
)


@pytest.fixture
def people(school: School) -> tuple[School, list[str]]:
    """Two volunteers whose names sound alike."""
    school.roster(ROSTER)
    return school, [school.approve("曾丽", ANNA), school.approve("曾莉", BERT)]


def make(school: School, ids: list[str], by: str = "clerk") -> list[dict[str, Any]]:
    answer = school.post("/volunteers/accounts", {"ids": ids, "count": len(ids)}, by)
    items: list[dict[str, Any]] = answer["items"]
    assert answer["done"] == sum(item["outcome"] == "done" for item in items)
    return items


def test_each_gets_a_login_of_their_own_and_a_password_to_be_changed(
    people: tuple[School, list[str]],
) -> None:
    school, ids = people
    school.add("zengli2", "clerk")
    slips = make(school, ids)
    assert [slip["login"] for slip in slips] == ["zengli", "zengli3"]
    assert [slip["name"] for slip in slips] == ["曾丽", "曾莉"]
    for slip, number in zip(slips, (ANNA, BERT), strict=True):
        assert not {number[-4:], number[6:14]} & set(slip["login"])
        PASSWORDS[slip["login"]] = slip["one_time_password"]
        refused = school.call(slip["login"], "GET", "/own/teams")
        assert refused.json["code"] == "password.must_change"
        change = {"old": slip["one_time_password"], "new": "my-own-password"}
        assert school.call(slip["login"], "PUT", "/password", change).status_code == 204
        PASSWORDS[slip["login"]] = "my-own-password"
        school.tokens.pop(slip["login"])
        assert school.get("/own/teams", slip["login"])["total"] == 0
    with school.session() as session:
        account = session.scalars(select(Account).filter_by(login="zengli3")).one()
        found = volunteer_of_account(session, account.id)
        assert found is not None and found.id == UUID(ids[1])


def test_who_has_one_or_does_not_serve_gets_none(people: tuple[School, list[str]]) -> None:
    school, ids = people
    waiting = school.post("/registrations", IN_PERSON | {"name": "可可", "id_number": CLEO})
    first = make(school, [ids[0]])
    items = make(school, [*ids, waiting["volunteer"], NOBODY])
    codes = ["account.volunteer_has_one", "", "volunteer.not_approved", "volunteer.unknown"]
    assert [item["code"] for item in items] == codes
    assert all(item["sentence"] for item in items if item["code"])
    assert [item["one_time_password"] for item in items[::2]] == ["", ""]
    assert first[0]["outcome"] == "done"


def test_a_team_leaders_new_account_is_a_leaders(people: tuple[School, list[str]]) -> None:
    school, ids = people
    school.post("/teams", {"name": "队", "leader": ids[1]})
    make(school, ids)
    with school.session() as session:
        roles = session.scalars(
            select(Account.role).where(Account.login.like("zengli%")).order_by(Account.login)
        )
        assert list(roles) == ["volunteer", "team_leader"]


def test_the_count_seen_must_be_the_count_ticked(people: tuple[School, list[str]]) -> None:
    school, ids = people
    for body in ({"ids": ids, "count": 1}, {"ids": [ids[0]] * 2, "count": 2}):
        answer = school.call("clerk", "POST", "/volunteers/accounts", body)
        assert (answer.status_code, answer.json["code"]) == (409, "bulk.other_count")


def test_whoever_comes_after_the_last_secret_waits_for_the_next_batch(
    people: tuple[School, list[str]],
) -> None:
    school, ids = people
    bulk = Bulk([UUID(id) for id in ids], 2)
    with school.app.app_context():
        assert count_wanting(db.session(), bulk.ids) == 2
        for count in (1, 0):
            with transaction(db) as session:
                slips = make_accounts(session, COMMAND, business_now(), bulk, make_secrets(count))
                codes = [slip.refusal.code if slip.refusal else "" for slip in slips]
            has_one = "" if count else "account.volunteer_has_one"
            assert codes == [has_one, "account.next_batch"]
            assert count_wanting(db.session(), bulk.ids) == 1


def test_volunteers_make_no_accounts_and_no_password_is_audited(
    people: tuple[School, list[str]],
) -> None:
    school, ids = people
    slip = make(school, [ids[0]], "admin")[0]
    school.add("anna", "volunteer")
    body = {"ids": ids, "count": 2}
    assert school.call("anna", "POST", "/volunteers/accounts", body).status_code == 403
    lines = school.get("/audit?page_size=1000")
    made = [line for line in lines["items"] if line["action"] == "account.linked"]
    assert [line["after"] for line in made] == [{"volunteer": ids[0]}]
    assert slip["one_time_password"] not in str(lines)
