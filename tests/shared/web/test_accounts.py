"""The administrator's accounts over the API: made with a slip, reset, never their own words."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.password import SLIP_LENGTH, SLIP_SIGNS
from tests.conftest import ADMINISTRATOR, MakeNode

LI = {"login": " Li ", "name": "李明", "role": "officer"}
NEW = "a-word-of-his-own"


@pytest.fixture
def client(make_node: MakeNode) -> FlaskClient:
    app: Flask = make_node("association", "13")
    return app.test_client()


@pytest.fixture
def admin(client: FlaskClient) -> dict[str, str]:
    return bearer(client, ADMINISTRATOR.login, ADMINISTRATOR.password)


def bearer(client: FlaskClient, login: str, password: str) -> dict[str, str]:
    answer = client.post("/api/tokens", json={"login": login, "password": password})
    assert answer.status_code == 201, answer.json
    return {"Authorization": f"Bearer {answer.json['token']}"}


def slip(client: FlaskClient, admin: dict[str, str], **typed: str) -> Any:
    answer = client.post("/api/accounts", json={**LI, **typed}, headers=admin)
    assert answer.status_code == 201, answer.json
    return answer.json


def own(client: FlaskClient, password: str) -> dict[str, str]:
    """Li's headers once the slip's password is changed."""
    change = {"old": password, "new": NEW}
    headers = bearer(client, "li", password)
    assert client.put("/api/password", json=change, headers=headers).status_code == 204
    return bearer(client, "li", NEW)


def test_a_new_account_signs_in_by_its_slip_and_must_change_the_password(
    client: FlaskClient, admin: dict[str, str]
) -> None:
    made = slip(client, admin)
    assert (made["login"], made["must_change"], made["active"]) == ("li", True, True)
    headers = bearer(client, "li", made["one_time_password"])
    assert client.get("/api/policies", headers=headers).json["code"] == "password.must_change"


def test_a_slip_has_no_sign_that_is_read_as_another(
    client: FlaskClient, admin: dict[str, str]
) -> None:
    password = slip(client, admin)["one_time_password"]
    assert len(password) == SLIP_LENGTH and set(password) <= set(SLIP_SIGNS)
    assert not set(SLIP_SIGNS) & set("0O1Il")


def test_the_list_shows_who_signs_in_and_no_password(
    client: FlaskClient, admin: dict[str, str]
) -> None:
    made = slip(client, admin)
    answer = client.get("/api/accounts", headers=admin)
    assert [item["login"] for item in answer.json["items"]] == ["admin", "li"]
    assert answer.json["total"] == 2
    assert made["one_time_password"] not in answer.text and "hash" not in answer.text


def test_a_login_is_taken_once_whatever_its_letters(
    client: FlaskClient, admin: dict[str, str]
) -> None:
    slip(client, admin)
    answer = client.post("/api/accounts", json={**LI, "login": "LI"}, headers=admin)
    assert (answer.status_code, answer.json["code"]) == (409, "account.login_taken")


@pytest.mark.parametrize("role", ["head", "", "administrators"])
def test_a_role_that_the_tier_has_not_is_refused(
    client: FlaskClient, admin: dict[str, str], role: str
) -> None:
    answer = client.post("/api/accounts", json={**LI, "role": role}, headers=admin)
    assert answer.status_code == 422
    assert client.get("/api/accounts", headers=admin).json["total"] == 1


def test_a_reset_ends_every_session_and_the_old_password(
    client: FlaskClient, admin: dict[str, str]
) -> None:
    headers = own(client, slip(client, admin)["one_time_password"])
    assert client.get("/api/policies", headers=headers).status_code == 200
    reset = client.post("/api/accounts/li/reset", headers=admin)
    assert (reset.status_code, reset.json["must_change"]) == (200, True)
    assert client.get("/api/policies", headers=headers).status_code == 401
    typed = {"login": "li", "password": NEW}
    assert client.post("/api/tokens", json=typed).json["code"] == "login.wrong"
    bearer(client, "li", reset.json["one_time_password"])


def test_nobody_unknown_is_reset(client: FlaskClient, admin: dict[str, str]) -> None:
    answer = client.post("/api/accounts/nobody/reset", headers=admin)
    assert (answer.status_code, answer.json["code"]) == (404, "account.unknown")


def test_only_the_administrator_sees_makes_or_resets_accounts(
    client: FlaskClient, admin: dict[str, str]
) -> None:
    headers = own(client, slip(client, admin)["one_time_password"])
    answers = [
        client.get("/api/accounts", headers=headers),
        client.post("/api/accounts", json={**LI, "login": "zhao"}, headers=headers),
        client.post("/api/accounts/admin/reset", headers=headers),
    ]
    assert [answer.json["code"] for answer in answers] == ["permission.denied"] * 3
    bearer(client, ADMINISTRATOR.login, ADMINISTRATOR.password)


def test_making_and_resetting_are_audited_without_a_password(
    client: FlaskClient, admin: dict[str, str]
) -> None:
    made = slip(client, admin)
    reset = client.post("/api/accounts/li/reset", headers=admin).json
    subject = f"account:{made['id']}"
    lines = client.get(f"/api/audit?subject={subject}", headers=admin)
    actions = [line["action"] for line in lines.json["items"]]
    assert actions == ["account.password_reset", "account.added"]
    assert {line["actor_name"] for line in lines.json["items"]} == {ADMINISTRATOR.name}
    for password in (made["one_time_password"], reset["one_time_password"]):
        assert password not in lines.text
