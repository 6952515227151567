"""What each app has besides its nouns: answers to faults, headers, health, pages, description."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError

from association.app import create_app
from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RefusalError,
    UntrustedError,
)
from shared.home import settings_of
from tests.conftest import ADMINISTRATOR, MakeNode


class UniqueViolation(Exception):
    """Raised by PostgreSQL with this state."""

    pgcode = "23505"


FAULTS: dict[str, tuple[Callable[[], Exception], int, str]] = {
    "missing": (lambda: NotFoundError("account.unknown", login="wang"), 404, "account.unknown"),
    "conflict": (lambda: ConflictError("card.not_movable", status="a"), 409, "card.not_movable"),
    "invalid": (lambda: InvalidError("password.same", field="new"), 422, "password.same"),
    "forbidden": (lambda: ForbiddenError("permission.denied"), 403, "permission.denied"),
    "untrusted": (lambda: UntrustedError("login.wrong"), 401, "login.wrong"),
    "refused": (lambda: RefusalError("never.heard_of"), 400, "never.heard_of"),
    "busy": (lambda: OperationalError("", {}, Exception("locked")), 503, "database.busy"),
    "clash": (
        lambda: IntegrityError("", {}, sqlite3.IntegrityError("UNIQUE constraint failed: a.b")),
        409,
        "database.clash",
    ),
    "postgres-clash": (lambda: IntegrityError("", {}, UniqueViolation()), 409, "database.clash"),
    "null": (lambda: IntegrityError("", {}, Exception("NOT NULL")), 500, "system.broken"),
    "bug": (lambda: ZeroDivisionError("secret-value"), 500, "system.broken"),
}


@pytest.fixture
def app(make_node: MakeNode) -> Flask:
    app = make_node("association", "A", title="区义工协会")
    for name, (make, _, _) in FAULTS.items():
        for prefix in ("/api/", "/"):
            app.add_url_rule(prefix + name, prefix + name, _raiser(make))
    app.add_url_rule("/api/reader", "reader", lambda: {"n": 1}, methods=["PUT"])
    return app


def _raiser(make: Callable[[], Exception]) -> Callable[[], Any]:
    def view() -> None:
        raise make()

    return view


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_fault_is_json_under_api_and_a_page_elsewhere(client: FlaskClient) -> None:
    for name, (_, status, code) in FAULTS.items():
        answer = client.get(f"/api/{name}")
        assert (name, answer.status_code, answer.json["code"]) == (name, status, code)
        assert answer.json["message"].endswith("。")
        assert answer.json["request_id"] == answer.headers["X-Request-ID"]
        page = client.get(f"/{name}")
        assert (name, page.status_code, page.mimetype) == (name, status, "text/html")
        assert code in page.text and page.headers["X-Request-ID"] in page.text


def test_a_refusal_names_its_field_and_fills_its_sentence(client: FlaskClient) -> None:
    assert client.get("/api/invalid").json["field"] == "new"
    assert client.get("/api/missing").json["message"] == "没有登录名为 wang 的账号。"
    assert client.get("/api/conflict").json["message"] == "它现在是“a”，不能变成“…”。"
    assert client.get("/api/refused").json["message"] == "这一步没有做成，什么都没有写入。"


def test_a_bug_shows_nothing_of_itself_and_is_logged_under_its_number(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/api/bug")
    assert "secret-value" not in answer.text
    assert answer.json["request_id"] in answer.json["message"]
    assert answer.json["request_id"] in caplog.text and "ZeroDivisionError" in caplog.text


def test_a_busy_database_says_when_to_come_again(client: FlaskClient) -> None:
    assert client.get("/api/busy").headers["Retry-After"] == "5"


def test_an_unknown_address_and_a_wrong_method(client: FlaskClient) -> None:
    assert client.get("/api/nowhere").json["code"] == "http.not_found"
    assert client.post("/nowhere").status_code == 404
    answer = client.patch("/api/tokens")
    assert (answer.status_code, answer.json["code"]) == (405, "http.method")
    assert {"POST", "DELETE"} <= set(answer.headers["Allow"].split(", "))


def test_a_form_names_its_wrong_fields(client: FlaskClient) -> None:
    answer = client.post("/api/tokens", json={"login": 3})
    assert (answer.status_code, answer.json["code"]) == (422, "form.invalid")
    assert answer.json["message"] == "有几处要改：login、password。"
    assert client.post("/api/tokens", data="{", content_type="application/json").status_code == 400


def test_a_body_that_is_too_big_is_refused_by_its_length(client: FlaskClient) -> None:
    big = b"x" * (27 * 1024 * 1024)
    answer = client.post("/api/tokens", data=big, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (413, "file.too_big")
    assert answer.json["message"] == "文件太大，最多 25 MB。"
    waits = client.post("/api/tokens", data=big, headers={"Expect": "100-continue"})
    assert waits.status_code == 413


def test_pages_run_no_inline_script_and_stand_in_no_frame(client: FlaskClient) -> None:
    answer = client.get("/login")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe-inline" not in policy
    assert "<script>" not in answer.text and "style=" not in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in answer.headers
    assert client.get("/style/yigong.css").status_code == 200


def test_the_front_page_leads_to_the_door_which_says_who_the_node_is(
    client: FlaskClient, clock: Callable[[str], None]
) -> None:
    assert client.get("/").location == "/login"
    page = client.get("/login").text
    assert "区义工协会" in page and "演练时钟" not in page
    clock("2025-03-01T23:30:00+08:00")
    page = client.get("/login").text
    assert "演练时钟" in page and "2025-03-01" in page


def test_health_follows_the_database(app: Flask, client: FlaskClient) -> None:
    assert client.get("/health").json == {"status": "ok"}
    with app.app_context():
        engine = app.extensions["yigong"].db.engine

    @event.listens_for(engine, "begin")
    def _(_connection: object) -> None:
        raise OperationalError("", {}, Exception("gone"))

    assert client.get("/health").status_code == 503


def test_the_description_lists_what_there_is(client: FlaskClient) -> None:
    described = client.get("/api/openapi.json").json
    assert {"/api/tokens", "/api/session", "/api/password", "/api/audit"} <= set(described["paths"])
    assert described["info"]["title"] == "Yigong association"


def test_the_audit_log_is_read_in_pages_and_by_subject(app: Flask, client: FlaskClient) -> None:
    typed = {"login": ADMINISTRATOR.login, "password": ADMINISTRATOR.password}
    token = client.post("/api/tokens", json=typed).json["token"]
    headers = {"Authorization": f"Bearer {token}"}
    whole = client.get("/api/audit", headers=headers).json
    total = whole["total"]
    page = client.get(f"/api/audit?page={total}&page_size=1", headers=headers).json
    assert (page["total"], page["items"]) == (len(whole["items"]), whole["items"][-1:])
    assert page["items"][0]["action"] == "account.added"
    subject = page["items"][0]["subject"]
    assert client.get(f"/api/audit?subject={subject}", headers=headers).json["total"] == 2
    assert client.get("/api/audit?subject=nobody", headers=headers).json["total"] == 0
    assert client.get("/api/audit?page=0", headers=headers).status_code == 422


def test_proxies_are_believed_only_where_they_are_set(
    make_node: MakeNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_node("association", "B")
    assert _address(app) == "127.0.0.1"
    settings = app.extensions["yigong_settings"]
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("YIGONG_PROXIES", "1")
    monkeypatch.setenv("YIGONG_HTTPS", "1")
    behind = create_app(settings_of(Path(settings.home.folder), "association"))
    assert _address(behind) == "203.0.113.9"
    answer = behind.test_client().get("/", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"]
    with behind.app_context():
        behind.extensions["yigong"].db.engine.dispose()


def _address(app: Flask) -> str:
    seen: list[str] = []

    @app.before_request
    def _() -> None:
        seen.append(request.remote_addr or "")

    app.test_client().get(
        "/health", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    )
    return seen[0]
