"""Teams: made, renamed, manned, led, closed; who leaves is in none."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from station.models.account import Account
from tests.station.people.school import ANNA, BERT, CLEO, IN_PERSON, School

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def people(school: School) -> tuple[School, str, str]:
    """Two volunteers, each with an account."""
    school.roster()
    found = [school.approve(name, number) for name, number in (("安安", ANNA), ("博博", BERT))]
    for login, volunteer in zip(("anna", "bert"), found, strict=True):
        school.add(login, "volunteer")
        school.post(f"/accounts/{login}/volunteer", {"volunteer": volunteer}, "head")
    return school, *found


def role(school: School, login: str) -> str:
    with school.session() as session:
        return session.scalars(select(Account.role).filter_by(login=login)).one()


def make(school: School, **more: Any) -> Any:
    return school.post("/teams", {"name": "青年队", **more})


def names(team: Any) -> list[str]:
    return [member["name"] for member in team["members"]]


def test_a_team_is_made_with_leader_and_members(people: tuple[School, str, str]) -> None:
    school, anna, bert = people
    team = make(school, name=" 青年  队 ", leader=anna, members=[bert])
    assert (team["name"], team["leader"], names(team)) == ("青年 队", anna, ["博博", "安安"])
    assert team["created_on"] == "2025-01-02"
    assert school.get("/teams")["items"] == [team]
    assert school.get("/own/teams", "bert")["items"] == [team]
    assert school.get("/own/teams", "clerk")["items"] == []
    for login, path in (("bert", "/teams"), ("admin", "/teams"), ("admin", "/own/teams")):
        assert school.call(login, "GET", path).status_code == 403


def test_members_and_leader_change_and_the_roles_follow(people: tuple[School, str, str]) -> None:
    school, anna, bert = people
    path = f"/teams/{make(school, leader=anna)['id']}"
    assert (role(school, "anna"), role(school, "bert")) == ("team_leader", "volunteer")
    led = school.post(f"{path}/leader", {"leader": bert})
    assert (led["leader"], names(led)) == (bert, ["博博", "安安"])
    assert (role(school, "anna"), role(school, "bert")) == ("volunteer", "team_leader")
    assert names(school.post(f"{path}/members", {"members": []})) == ["博博"]
    assert names(school.post(f"{path}/members", {"members": [anna]})) == ["博博", "安安"]
    assert school.post(f"{path}/leader", {"leader": None})["leader"] is None
    assert role(school, "bert") == "volunteer"


def test_an_officers_account_stays_an_officers(people: tuple[School, str, str]) -> None:
    school, anna, _ = people
    school.post("/accounts/clerk/volunteer", {"volunteer": anna}, "head")
    make(school, leader=anna)
    assert (role(school, "clerk"), role(school, "anna")) == ("clerk", "team_leader")


def test_a_name_is_an_active_teams_alone(people: tuple[School, str, str]) -> None:
    school, anna, _ = people
    first = make(school, leader=anna)
    again = school.call("clerk", "POST", "/teams", {"name": "青年队"})
    assert (again.status_code, again.json["code"]) == (409, "team.name_taken")
    second = make(school, name="老年队")
    taken = school.call("clerk", "POST", f"/teams/{second['id']}/name", {"name": "青年队"})
    assert taken.json["code"] == "team.name_taken"
    assert school.post(f"/teams/{first['id']}/name", {"name": "青年队"})["name"] == "青年队"
    closed = school.post(f"/teams/{first['id']}/closing", None)
    assert (closed["active"], closed["closed_on"]) == (False, "2025-01-02")
    assert role(school, "anna") == "volunteer"
    assert school.post(f"/teams/{second['id']}/name", {"name": "青年队"})["name"] == "青年队"
    late = school.call("clerk", "POST", f"/teams/{first['id']}/members", {"members": []})
    assert (late.status_code, late.json["code"]) == (409, "team.closed")
    assert school.get("/teams")["total"] == 1
    assert school.get("/teams?closed=1")["total"] == 2


def test_only_volunteers_in_service_belong(people: tuple[School, str, str]) -> None:
    school, anna, _ = people
    waiting = school.post("/registrations", IN_PERSON | {"name": "可可", "id_number": CLEO})
    for who in (NOBODY, waiting["volunteer"]):
        answer = school.call("clerk", "POST", "/teams", {"name": "队", "members": [who, anna]})
        assert (answer.status_code, answer.json["code"]) == (422, "team.not_serving")
    team = make(school)
    for path, body in (("leader", {"leader": NOBODY}), ("members", {"members": [NOBODY]})):
        answer = school.call("clerk", "POST", f"/teams/{team['id']}/{path}", body)
        assert answer.json["code"] == "team.not_serving"
    unknown = school.call("clerk", "POST", f"/teams/{NOBODY}/closing")
    assert (unknown.status_code, unknown.json["code"]) == (404, "team.unknown")


def test_who_leaves_is_in_no_team_and_leads_none(people: tuple[School, str, str]) -> None:
    school, anna, bert = people
    make(school, leader=anna, members=[bert])
    body = {"left_on": "2025-01-02", "reason": "retired"}
    school.post(f"/volunteers/{anna}/leaving", body)
    team = school.get("/teams")["items"][0]
    assert (team["leader"], names(team)) == (None, ["博博"])
    assert role(school, "anna") == "volunteer"
    school.post(f"/volunteers/{bert}/leaving", body)
    assert names(school.get("/teams")["items"][0]) == []


def test_each_change_of_a_team_stands_in_its_history(people: tuple[School, str, str]) -> None:
    school, anna, bert = people
    team = make(school, leader=anna)["id"]
    school.post(f"/teams/{team}/name", {"name": "新队"})
    school.post(f"/teams/{team}/name", {"name": "新队"})
    school.post(f"/teams/{team}/members", {"members": [bert]})
    lines = school.get(f"/audit?subject=team:{UUID(team)}")["items"]
    assert [line["action"] for line in lines] == ["team.manned", "team.renamed", "team.created"]
    assert lines[1]["before"] == {"name": "青年队"} and lines[1]["after"] == {"name": "新队"}
    assert lines[0]["after"] == {"members": sorted([anna, bert])}
