"""The door: signing in by page, tries, where one goes then; passwords, preferences, signing out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reader import TOKEN, words
from tests.shared.web.conftest import untranslated, visit

RIGHT = {"login": "officer", "password": "officer-password"}


def token(client: FlaskClient, path: str = "/login") -> str:
    found = TOKEN.search(client.get(path).text)
    assert found is not None
    return found[1]


def sign_in(client: FlaskClient, **typed: str) -> Any:
    return client.post("/login", data={"csrf_token": token(client)} | RIGHT | typed)


@pytest.fixture
def client(association: Flask) -> FlaskClient:
    return association.test_client()


def test_whoever_comes_without_signing_in_goes_through_the_door_to_where_they_were_going(
    client: FlaskClient,
) -> None:
    answer = client.get("/history?q=%E5%88%98")
    assert answer.status_code == 302 and answer.location.startswith("/login?next=/history?q")
    page = client.get(answer.location)
    assert "登录后直接打开您要去的页面" in page.text
    found = re.search(r'name="next" value="([^"]*)"', page.text)
    assert found is not None
    assert sign_in(client, next=found[1]).location == "/history?q=%E5%88%98"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "javascript:alert(1)",
        "history",
        "",
    ],
)
def test_the_door_leads_to_this_node_alone(client: FlaskClient, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere).location == "/"


def test_a_wrong_password_keeps_the_login_and_never_the_password(client: FlaskClient) -> None:
    answer = sign_in(client, password="guessed-wrong", next="/history")
    assert answer.status_code == 401 and "登录名或密码不对" in answer.text
    assert 'value="officer"' in answer.text and "guessed-wrong" not in answer.text
    assert 'name="next" value="/history"' in answer.text
    assert client.get("/today").status_code == 302


def test_an_unknown_login_is_refused_in_the_same_words(client: FlaskClient) -> None:
    texts = [
        re.sub(r'value="[^"]*"', "", words(sign_in(client, **typed)))
        for typed in ({"password": "wrong-word"}, {"login": "nobody", "password": "wrong-word"})
    ]
    assert texts[0] == texts[1]


def test_an_empty_form_says_what_is_missing(client: FlaskClient) -> None:
    answer = sign_in(client, login="", password="")
    assert answer.status_code == 401 and "要填" in answer.text


def test_the_last_tries_are_counted_down_and_then_one_waits(client: FlaskClient) -> None:
    said = [words(sign_in(client, password="wrong-word")) for _ in range(20)]
    left = [re.search(r"还可以试 (\d+) 次", each) for each in said]
    counted = [int(found[1]) for found in left if found]
    assert counted == list(range(10, -1, -1)) and left[:9] == [None] * 9
    late = sign_in(client)
    assert late.status_code == 429 and 0 < int(late.headers["Retry-After"]) <= 60
    assert "试的次数太多" in words(late)


def test_nothing_is_asked_at_the_door_without_the_token(client: FlaskClient) -> None:
    assert client.post("/login", data=RIGHT).status_code == 403
    assert client.post("/preferences", data={"theme": "dark"}).status_code == 403


def test_signing_out_ends_this_session_and_no_other(association: Flask) -> None:
    here, there = visit(association, "officer"), visit(association, "officer")
    assert here.post("/logout", {}).location == "/login"
    assert here.get("/today").status_code == 302
    assert there.get("/today").status_code == 200


def test_a_new_password_needs_the_old_one_and_ends_every_other_session(
    association: Flask,
) -> None:
    here, there = visit(association, "officer"), visit(association, "officer")
    wrong = here.post("/password", {"old": "not-mine", "new": "a-new-long-word"})
    assert wrong.status_code == 422 and "原密码不对" in wrong.text
    short = here.post("/password", {"old": RIGHT["password"], "new": "short"})
    assert short.status_code == 422 and "密码至少 8 个字符" in short.text
    assert "short" not in words(short)
    same = here.post("/password", {"old": RIGHT["password"], "new": RIGHT["password"]})
    assert "新密码要和原来的不同" in same.text
    done = here.post("/password", {"old": RIGHT["password"], "new": "a-new-long-word"})
    assert done.location == "/"
    assert "密码已改" in here.page("/today")
    assert there.get("/today").status_code == 302


@pytest.mark.parametrize(
    ("name", "value", "mark"),
    [
        ("theme", "dark", 'data-bs-theme="dark"'),
        ("theme", "light", 'data-bs-theme="light"'),
        ("size", "large", 'data-size="large"'),
        ("keys", "off", 'data-keys="off"'),
        ("language", "en", 'lang="en"'),
    ],
)
def test_preferences_are_cookies_of_the_reader_and_change_the_pages(
    client: FlaskClient, name: str, value: str, mark: str
) -> None:
    assert mark not in client.get("/login").text.split("<main")[0].replace('lang="en">', "")
    sent = {"csrf_token": token(client), name: value, "_next": "/login"}
    answer = client.post("/preferences", data=sent)
    assert (answer.status_code, answer.location) == (302, "/login")
    assert mark in client.get("/login").text
    client.post("/preferences", data={"csrf_token": token(client), name: ""})
    assert mark not in client.get("/login").text.split("<main")[0].replace('lang="en">', "")


def test_a_preference_that_nobody_knows_counts_as_none(client: FlaskClient) -> None:
    sent = {"csrf_token": token(client), "theme": '"><script>', "_next": "//evil.example"}
    answer = client.post("/preferences", data=sent)
    assert answer.location == "/" and "theme=;" in answer.headers["Set-Cookie"]
    client.set_cookie("theme", "purple")
    assert "data-bs-theme" not in client.get("/login").text


def test_the_language_keeps_the_page(client: FlaskClient) -> None:
    page = client.get("/login?next=/history").text
    assert 'name="_next" value="/login?next=/history"' in page


def test_the_door_has_its_english(association: Flask, client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    wrong = sign_in(client, password="wrong-word")
    assert "Login or password is wrong." in words(wrong)
    assert untranslated(words(wrong), "古冶区党员义工协会") == []
    officer = visit(association, "officer", "en")
    for path in ("/password", "/me", "/more", "/search", "/search?q=zz", "/history", "/nowhere"):
        answer = officer.get(path)
        names = ("古冶区党员义工协会", "刘志远", "何静", "管理员", "命令行")
        assert untranslated(words(answer), *names) == [], path
