"""Somebody at the center's pages: signed in by the door, with the token in every form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.test import TestResponse

from center.models.account import ACCOUNTS
from shared.sign_in import NewAccount, add_account
from tests.center.bureau import OFFICER, Bureau, apart

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
MARKUP = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.S)


class Reader:
    """An account of a role, in a browser of its own."""

    def __init__(self, bureau: Bureau, role: str, language: str = "zh") -> None:
        self.role, login, password = role, f"{role}-{language}", f"{role}-password"
        with bureau.writing() as session:
            new = NewAccount(login, "刘志远", role, password, lasting=True)
            add_account(session, ACCOUNTS, OFFICER, bureau.now, new)
        self.client = bureau.app.test_client()
        self.client.set_cookie("language", language)
        self.token = self._token("/login")
        typed = {"login": login, "password": password, "next": "/me"}
        assert self.post("/login", typed).status_code == 302
        self.token = self._token("/me")

    def get(self, path: str) -> TestResponse:
        return apart(self.client.get, path)

    def post(self, path: str, data: Mapping[str, Any], *, token: bool = True) -> TestResponse:
        sent = {**data, "csrf_token": self.token} if token else dict(data)
        return apart(self.client.post, path, data=sent)

    def page(self, path: str, status: int = 200) -> str:
        """The words of a page, without its markup."""
        answer = self.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return words(answer)

    def follow(self, answer: TestResponse) -> str:
        """The words of the page to which an act leads."""
        assert answer.status_code == 302, words(answer)
        return self.page(answer.headers["Location"])

    def _token(self, path: str) -> str:
        found = TOKEN.search(self.get(path).text)
        assert found is not None
        return found[1]


def words(answer: TestResponse) -> str:
    """What stands on a page for its reader, in one line."""
    return " ".join(MARKUP.sub(" ", answer.text).split())


def value(answer: TestResponse, name: str) -> str:
    """What stands in a hidden field of the page's own form, which comes last."""
    found: list[str] = re.findall(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found, name
    return found[-1]
