"""Sign-in, tokens, cookies with CSRF, passwords, limits: through the API on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta
from threading import Event, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

import shared.sign_in
from shared import account
from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.founding import COMMAND
from shared.password import reset_password
from shared.sign_in import Credentials, NewAccount, add_account
from shared.web.limit import DatabaseStorage
from tests.conftest import ADMINISTRATOR, MakeNode

RIGHT = {"login": ADMINISTRATOR.login, "password": ADMINISTRATOR.password}


@pytest.fixture
def app(make_node: MakeNode) -> Flask:
    return make_node("station", "01-3301")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def bearer(client: FlaskClient, typed: dict[str, str] = RIGHT) -> dict[str, str]:
    answer = client.post("/api/tokens", json=typed)
    assert answer.status_code == 201, answer.json
    return {"Authorization": f"Bearer {answer.json['token']}"}


def test_a_token_opens_what_the_role_may_and_ends_when_it_is_given_back(
    client: FlaskClient,
) -> None:
    headers = bearer(client)
    assert client.get("/api/audit", headers=headers).status_code == 200
    assert client.delete("/api/tokens", headers=headers).status_code == 204
    answer = client.get("/api/audit", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "login.needed")


def test_wrong_login_and_wrong_password_are_refused_alike(client: FlaskClient) -> None:
    wrong = [{**RIGHT, "password": "something-else"}, {**RIGHT, "login": "nobody"}]
    answers = [client.post("/api/tokens", json=typed) for typed in wrong]
    assert [a.status_code for a in answers] == [401, 401]
    assert {a.json["code"] for a in answers} == {"login.wrong"}
    assert answers[0].json["message"] == "登录名或密码不对。"


def test_a_one_time_password_opens_nothing_until_it_is_changed(
    app: Flask, client: FlaskClient
) -> None:
    db, accounts = app.extensions["yigong"].db, app.extensions["yigong"].accounts
    with app.app_context(), transaction(db) as session:
        new = NewAccount("Wang ", "王秀兰", "head", "one-time-word")
        add_account(session, accounts, COMMAND, business_now(), new)
    headers = bearer(client, {"login": "wang", "password": "one-time-word"})
    answer = client.get("/api/audit", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "password.must_change")
    change = {"old": "one-time-word", "new": "one-time-word"}
    assert client.put("/api/password", json=change, headers=headers).json["code"] == "password.same"
    change["new"] = "short"
    assert client.put("/api/password", json=change, headers=headers).status_code == 422
    change["new"] = "a-word-of-her-own"
    assert client.put("/api/password", json=change, headers=headers).status_code == 204
    assert client.get("/api/audit", headers=headers).status_code == 401
    headers = bearer(client, {"login": "wang", "password": "a-word-of-her-own"})
    assert client.get("/api/audit", headers=headers).status_code == 200


def test_a_write_by_cookie_needs_the_csrf_token(client: FlaskClient) -> None:
    signed_in = client.post("/api/session", json=RIGHT)
    assert signed_in.status_code == 201
    assert client.get("/api/session").json["role"] == "administrator"
    answer = client.delete("/api/session")
    assert (answer.status_code, answer.json["code"]) == (403, "csrf.missing")
    headers = {"X-CSRFToken": signed_in.json["csrf_token"]}
    assert client.delete("/api/session", headers=headers).status_code == 204
    assert client.get("/api/session").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.post("/api/session", json=RIGHT).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert cookie.startswith("yigong-station-01-3301=")


def test_a_login_is_tried_twenty_times_a_minute_and_no_oftener(client: FlaskClient) -> None:
    typed = {**RIGHT, "password": "guess-guess"}
    answers = [client.post("/api/tokens", json=typed) for _ in range(21)]
    assert [a.status_code for a in answers] == [401] * 20 + [429]
    assert answers[-1].json["code"] == "login.too_many"
    assert answers[-1].headers["Retry-After"]
    other = {"login": "somebody", "password": "guess-guess"}
    assert client.post("/api/tokens", json=other).status_code == 401


def test_sign_in_is_audited_without_a_word_of_the_password(client: FlaskClient) -> None:
    lines = client.get("/api/audit", headers=bearer(client)).json
    actions = [line["action"] for line in lines["items"]]
    assert actions == ["account.signed_in", "station.opened", "account.added"]
    assert lines["total"] == len(actions)
    assert lines["items"][0]["channel"] == "api"
    assert ADMINISTRATOR.password not in str(lines)


def test_a_role_without_the_permission_is_refused(app: Flask, client: FlaskClient) -> None:
    other = app.extensions["yigong"].permissions
    headers = bearer(client)
    assert "administrator" in other["audit.read"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(other, "audit.read", frozenset({"head"}))
        answer = client.get("/api/audit", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "permission.denied")


def test_two_nodes_of_a_tier_in_one_process_know_nothing_of_each_other(
    make_node: MakeNode, clock: Callable[[str], None]
) -> None:
    clock("2025-03-01T09:00:00+08:00")
    first, second = (
        make_node("station", "01-1").test_client(),
        make_node("station", "01-2").test_client(),
    )
    headers = bearer(first)
    assert second.get("/api/audit", headers=headers).status_code == 401
    assert first.get("/api/audit", headers=headers).json["total"] == 3
    assert second.get("/api/audit", headers=bearer(second)).json["total"] == 3
    when = first.get("/api/audit", headers=headers).json["items"][0]
    assert when["business_at"].startswith("2025-03-01T01:00:00")
    assert not when["machine_at"].startswith("2025-03-01")


def test_the_heads_password_is_reset_on_the_machine_itself_alone(
    app: Flask, client: FlaskClient
) -> None:
    headers = bearer(client)
    for login, role in (("head-1", "head"), ("clerk-1", "clerk")):
        new = {"login": login, "name": login, "role": role}
        assert client.post("/api/accounts", json=new, headers=headers).status_code == 201
    answer = client.post("/api/accounts/head-1/reset", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "password.by_command")
    assert client.post("/api/accounts/clerk-1/reset", headers=headers).status_code == 200


def test_a_name_is_no_longer_than_what_it_signs_takes(client: FlaskClient) -> None:
    new = {"login": "long", "name": "长" * 61, "role": "clerk"}
    answer = client.post("/api/accounts", json=new, headers=bearer(client))
    assert (answer.status_code, answer.json["field"]) == (422, "name")
    new["name"] = "长" * 60
    assert client.post("/api/accounts", json=new, headers=bearer(client)).status_code == 201


def test_nothing_is_read_from_who_is_not_signed_in(client: FlaskClient) -> None:
    for method, path in (("PUT", "/api/password"), ("GET", "/api/session")):
        answer = client.open(path, method=method, json={})
        assert (answer.status_code, answer.json["code"]) == (401, "login.needed")


def test_windows_that_are_over_are_cleared_by_many_at_once_without_a_ring(app: Flask) -> None:
    tier = app.extensions["yigong"]
    table, keys = tier.accounts.attempt, [f"login:{n}" for n in range(8)]

    def count(key: str) -> int:
        with app.app_context():
            return DatabaseStorage("yigong://").incr(key, 60)

    for _ in range(10):
        with app.app_context(), transaction(tier.db) as session:
            over = machine_now() - timedelta(seconds=1)
            for key in keys:
                session.merge(table(key=key, count=3, expires_at=over))
        with ThreadPoolExecutor(len(keys)) as pool:
            assert list(pool.map(lambda key: Context().run(count, key), keys)) == [1] * len(keys)


def test_a_sign_in_under_way_gives_no_token_that_outlives_the_password(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tier = app.extensions["yigong"]
    checked, changed = Event(), Event()
    is_password = account.is_password

    def slowly(password: str, password_hash: str) -> bool:
        right = is_password(password, password_hash)
        checked.set()
        changed.wait(0.5)
        return right

    def change() -> None:
        checked.wait(10)
        with app.app_context(), transaction(tier.db) as session:
            given = Credentials(ADMINISTRATOR.login, "another-password", "command")
            reset_password(session, tier.accounts, COMMAND, business_now(), given)
        changed.set()

    monkeypatch.setattr(shared.sign_in, "is_password", slowly)
    thread = Thread(target=change)
    thread.start()
    answer = Context().run(app.test_client().post, "/api/tokens", json=RIGHT)
    thread.join()
    headers = {"Authorization": f"Bearer {answer.json['token']}"}
    assert Context().run(app.test_client().get, "/api/audit", headers=headers).status_code == 401
