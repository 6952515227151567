"""Accounts closed, opened again, given another role: by whom, and what nobody may."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.account_change import change_role
from shared.clock import business_now
from shared.database import transaction
from shared.errors import RefusalError
from shared.founding import COMMAND
from shared.sign_in import NewAccount, add_account
from tests.conftest import ADMINISTRATOR, MakeNode

ROLES = ("head", "clerk", "volunteer", "team_leader")


@pytest.fixture
def app(make_node: MakeNode) -> Flask:
    """A station with an account of each role, its login the role's name."""
    made = make_node("station", "01-3301")
    parts = made.extensions["yigong"]
    with made.app_context(), transaction(parts.db) as session:
        for role in (*ROLES, "clerk2"):
            new = NewAccount(role, role, role.rstrip("2"), f"{role}-password", lasting=True)
            add_account(session, parts.accounts, COMMAND, business_now(), new)
    return made


class Desk:
    """Calls by login; each signs in once."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.tokens: dict[str, str] = {}

    def sign_in(self, login: str) -> Any:
        admin = login == ADMINISTRATOR.login
        password = ADMINISTRATOR.password if admin else f"{login}-password"
        return self.client.post("/api/tokens", json={"login": login, "password": password})

    def post(self, by: str, path: str, body: Any = None) -> Any:
        if by not in self.tokens:
            self.tokens[by] = self.sign_in(by).json["token"]
        headers = {"Authorization": f"Bearer {self.tokens[by]}"}
        return self.client.post(f"/api/accounts/{path}", json=body, headers=headers)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app.test_client())


def test_a_closed_account_is_out_at_once_and_comes_back_with_its_password(desk: Desk) -> None:
    assert desk.post("clerk", "volunteer/reset").status_code == 200
    assert desk.sign_in("clerk2").status_code == 201
    assert desk.post("clerk2", "nobody/closing").json["code"] == "account.unknown"
    assert desk.post("admin", "clerk2/closing").json["active"] is False
    assert desk.post("admin", "clerk2/closing").json["active"] is False
    assert desk.post("clerk2", "volunteer/reset").status_code == 401
    assert desk.sign_in("clerk2").json["code"] == "login.wrong"
    assert desk.post("admin", "clerk2/reopening").json["active"] is True
    assert desk.post("admin", "clerk2/reopening").json["active"] is True
    assert desk.sign_in("clerk2").status_code == 201


@pytest.mark.parametrize("by", ["clerk", "head"])
def test_the_counter_serves_volunteers_and_team_leaders_alone(desk: Desk, by: str) -> None:
    for login in ("volunteer", "team_leader"):
        for what in ("reset", "closing", "reopening"):
            assert desk.post(by, f"{login}/{what}").status_code == 200
    for login in ("clerk2", "admin"):
        for what in ("reset", "closing", "reopening"):
            answer = desk.post(by, f"{login}/{what}")
            assert (answer.status_code, answer.json["code"]) == (403, "account.not_at_counter")
    assert desk.post(by, "volunteer/role", {"role": "clerk"}).json["code"] == "permission.denied"


def test_volunteers_change_no_account(desk: Desk) -> None:
    for by in ("volunteer", "team_leader"):
        answer = desk.post(by, "volunteer/reset")
        assert (answer.status_code, answer.json["code"]) == (403, "permission.denied")


def test_the_administrator_resets_all_but_the_heads(desk: Desk) -> None:
    for login in ("clerk", "volunteer", "team_leader"):
        assert desk.post("admin", f"{login}/reset").status_code == 200
    assert desk.post("admin", "head/reset").json["code"] == "password.by_command"


def test_a_role_is_in_force_at_once_and_the_heads_is_taken_by_a_command_alone(
    desk: Desk, app: Flask
) -> None:
    assert desk.post("volunteer", "clerk/reset").json["code"] == "permission.denied"
    assert desk.post("admin", "volunteer/role", {"role": "clerk"}).json["role"] == "clerk"
    assert desk.post("volunteer", "team_leader/reset").status_code == 200
    taken = desk.post("admin", "head/role", {"role": "clerk"})
    assert (taken.status_code, taken.json["code"]) == (403, "account.by_command")
    unknown = desk.post("admin", "clerk/role", {"role": "officer"})
    assert (unknown.status_code, unknown.json["code"]) == (422, "account.unknown_role")
    parts = app.extensions["yigong"]
    with app.app_context(), transaction(parts.db) as session:
        to = ("head", "clerk")
        assert change_role(session, parts.accounts, COMMAND, business_now(), to).role == "clerk"


def test_nobody_closes_or_changes_themselves_and_one_administrator_stays(
    desk: Desk, app: Flask
) -> None:
    for path, body in (("admin/closing", None), ("admin/role", {"role": "clerk"})):
        assert desk.post("admin", path, body).json["code"] == "account.own"
    parts = app.extensions["yigong"]
    for login, role in (("admin", "clerk"), ("admin", "administrator")):
        with app.app_context(), transaction(parts.db) as session:
            to = (login, role)
            if role == "clerk":
                with pytest.raises(RefusalError, match="last_administrator"):
                    change_role(session, parts.accounts, COMMAND, business_now(), to)
            else:
                change_role(session, parts.accounts, COMMAND, business_now(), to)
    desk.post("admin", "clerk2/role", {"role": "administrator"})
    assert desk.post("clerk2", "admin/closing").json["active"] is False
    with app.app_context(), transaction(parts.db) as session:
        to = ("clerk2", "clerk")
        with pytest.raises(RefusalError, match="last_administrator"):
            change_role(session, parts.accounts, COMMAND, business_now(), to)


def test_each_change_is_audited(desk: Desk, app: Flask) -> None:
    desk.post("admin", "clerk2/role", {"role": "volunteer"})
    desk.post("clerk", "clerk2/closing")
    desk.post("head", "clerk2/reopening")
    token = {"Authorization": f"Bearer {desk.tokens['admin']}"}
    lines = desk.client.get("/api/audit?page_size=9", headers=token).json["items"]
    found = {(line["action"], line["actor_name"]) for line in lines}
    assert found >= {
        ("account.role_changed", ADMINISTRATOR.name),
        ("account.closed", "clerk"),
        ("account.reopened", "head"),
    }
