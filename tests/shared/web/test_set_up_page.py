"""A node without accounts: every page leads to its set-up, which the code opens once."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.errors import ConflictError, InvalidError
from shared.founding import Founding, found_node
from shared.home import Home, settings_of
from shared.set_up import FirstAccount, new_code, set_up
from shared.sign_in import NewAccount
from tests.database import Databases
from tests.reader import TOKEN, words
from tests.shared.web.conftest import add, untranslated
from tests.test_help import Helps

FORM = {
    "title": "实验小学",
    "name": "王秀兰",
    "login": "Wang",
    "password": "a-word-of-hers",
    "again": "a-word-of-hers",
}


class Fresh:
    """A node that was founded without an account, the code that opens it, and a browser."""

    def __init__(self, app: Flask, home: Home) -> None:
        self.app, self.home = app, home
        self.code = new_code(home)
        self.client: FlaskClient = app.test_client()

    def send(self, **typed: str) -> Any:
        page = self.client.get("/setup")
        found = TOKEN.search(page.text)
        assert found is not None
        return self.client.post("/setup", data=FORM | {"csrf_token": found[1]} | typed)

    def audit(self) -> list[tuple[str, str, Any, Any]]:
        parts = self.app.extensions["yigong"]
        with self.app.app_context():
            lines = parts.db.session().scalars(select(parts.accounts.audit))
            return [(one.action, one.actor_name, one.before, one.after) for one in lines]


@pytest.fixture
def fresh(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fresh]:
    parts = importlib.import_module("station.app")
    url = databases.with_tables(parts.db.metadata, "station")
    monkeypatch.setenv("DATABASE_URL", url)
    home = Home(tmp_path / "home")
    founding = Founding("01-3301", "小学", "center:01", date(2025, 1, 1), None)
    app = found_node(parts.TIER, parts.create_app, home, founding, lambda _app, _db: None)
    yield Fresh(app, home)
    with app.app_context():
        parts.db.engine.dispose()
    databases.drop(url)


def test_every_page_leads_to_the_set_up_while_there_is_no_account(fresh: Fresh) -> None:
    for path in ("/", "/login", "/today", "/link", "/accounts", "/volunteers"):
        answer = fresh.client.get(path)
        assert (path, answer.status_code, answer.location) == (path, 302, "/setup")
    page = fresh.client.get("/setup")
    assert page.status_code == 200 and "station:01-3301" in page.text
    assert re.search(r'name="title"[^>]*value="小学"', page.text)
    assert fresh.client.get("/health").status_code == 200
    assert fresh.client.get("/style/yigong.css").status_code == 200
    token = fresh.client.post("/api/tokens", json={"login": "a", "password": "b"})
    assert token.json["code"] == "login.wrong"


def test_the_code_makes_the_first_administrator_who_is_signed_in(fresh: Fresh) -> None:
    answer = fresh.send(code=f"  {fresh.code.upper().replace('-', ' ')}")
    assert (answer.status_code, answer.location) == (302, "/link/enrolment")
    page = fresh.client.get(answer.location)
    assert "您是本节点的管理员" in page.text and "王秀兰" in page.text
    assert "实验小学" in words(page)
    assert settings_of(fresh.home.folder, "station").title == "实验小学"
    steps = words(fresh.client.get("/first-steps"))
    assert "建管理员账号 （已做完）" in steps and "用注册串接入上级 （还没做）" in steps


def test_the_code_works_once_and_later_the_page_leads_to_the_front(fresh: Fresh) -> None:
    assert fresh.send(code=fresh.code).status_code == 302
    assert not fresh.home.set_up_code.exists()
    other = fresh.app.test_client()
    assert other.get("/setup").location == "/"
    found = TOKEN.search(other.get("/login").text)
    assert found is not None
    again = other.post("/setup", data=FORM | {"code": fresh.code, "csrf_token": found[1]})
    assert (again.status_code, "已经设置过了" in again.text) == (409, True)


def test_a_wrong_code_makes_nobody_and_keeps_what_was_typed(fresh: Fresh) -> None:
    answer = fresh.send(code="abcd-efgh-jkmn")
    assert answer.status_code == 422 and "设置码不对" in answer.text
    assert 'value="王秀兰"' in answer.text and FORM["password"] not in answer.text
    assert fresh.home.set_up_code.exists()
    assert fresh.client.get("/").location == "/setup"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"again": "another-word"}, "两次输入的密码不一样"),
        ({"password": "short", "again": "short"}, "密码至少 8 个字符"),
        ({"title": "  "}, "要填"),
        ({"login": ""}, "要填"),
        ({"name": "名" * 61}, "最多 60 个字"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_code_stays(
    fresh: Fresh, typed: dict[str, str], said: str
) -> None:
    answer = fresh.send(code=fresh.code, **typed)
    assert answer.status_code == 422 and said in answer.text
    assert fresh.send(code=fresh.code).status_code == 302


def test_nothing_is_taken_without_the_token(fresh: Fresh) -> None:
    answer = fresh.client.post("/setup", data=FORM | {"code": fresh.code})
    assert answer.status_code == 403
    assert fresh.home.set_up_code.exists()


def test_tries_are_limited(fresh: Fresh) -> None:
    statuses = [fresh.send(code="wrong").status_code for _ in range(21)]
    assert statuses == [422] * 20 + [429]


def test_it_is_audited_and_the_code_stands_nowhere(
    fresh: Fresh, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    fresh.send(code="abcd-efgh-jkmn")
    fresh.send(code=fresh.code)
    lines = fresh.audit()
    assert ("node.set_up", "王秀兰", {"title": "小学"}, {"title": "实验小学"}) in lines
    assert ("account.added", "首次设置", None, {"role": "administrator"}) in lines
    for secret in (fresh.code, fresh.code.replace("-", ""), FORM["password"]):
        assert secret not in caplog.text and secret not in str(lines)


def test_a_new_name_is_told_to_the_center_and_an_unchanged_one_is_not(fresh: Fresh) -> None:
    fresh.send(code=fresh.code)
    assert profiles(fresh) == [1, 2]


def test_the_name_that_stays_is_not_told_twice(fresh: Fresh) -> None:
    fresh.send(code=fresh.code, title="小学")
    assert profiles(fresh) == [1]


def profiles(fresh: Fresh) -> list[int]:
    parts = fresh.app.extensions["yigong"]
    table = parts.link.tables.outbox
    with fresh.app.app_context():
        query = select(table.ver).where(table.type == "station.profile").order_by(table.id)
        return list(parts.db.session().scalars(query))


def test_an_account_made_by_command_ends_the_set_up_too(fresh: Fresh) -> None:
    add(fresh.app, "li", "administrator")
    assert fresh.client.get("/").location == "/login"
    assert fresh.client.get("/setup").location == "/"


def test_it_explains_what_an_enrolment_string_is(fresh: Fresh) -> None:
    page = Helps(fresh.client.get("/setup").text)
    assert page.names == ["?说明：注册串"] and page.misplaced == []
    assert "72 小时内有效" in page.texts[0]


def test_the_page_has_its_english(fresh: Fresh) -> None:
    fresh.client.set_cookie("language", "en")
    page = words(fresh.client.get("/setup"))
    assert "One-time set-up code" in page
    assert untranslated(page, "小学") == []


def test_of_two_who_have_the_code_one_alone_comes_first(fresh: Fresh) -> None:
    parts = fresh.app.extensions["yigong"]
    first = NewAccount("a", "甲", "administrator", "a-long-word", lasting=True)
    second = NewAccount("b", "乙", "administrator", "a-long-word", lasting=True)
    with fresh.app.app_context():
        with transaction(parts.db) as session:
            asked = FirstAccount(fresh.code, "小学", first)
            set_up(session, parts, fresh.home, business_now(), asked)
        with pytest.raises(ConflictError, match="done"), transaction(parts.db) as session:
            set_up(session, parts, fresh.home, business_now(), replace(asked, administrator=second))


def test_a_node_needs_some_name(fresh: Fresh) -> None:
    parts = fresh.app.extensions["yigong"]
    first = NewAccount("a", "甲", "administrator", "a-long-word", lasting=True)
    for title in (" ", "名" * 101):
        asked = FirstAccount(fresh.code, title, first)
        with fresh.app.app_context(), transaction(parts.db) as session:
            with pytest.raises(InvalidError, match="title_missing"):
                set_up(session, parts, fresh.home, business_now(), asked)
            session.rollback()
