"""Somebody at a node's pages: signed in by the door, with the token in every form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import Context
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
MARKUP = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.S)
CHINESE = re.compile("[\u3400-\u9fff]+")


class Reader:
    """An account in a browser of its own."""

    def __init__(self, app: Flask, login: str, password: str, language: str = "zh") -> None:
        self.client = app.test_client()
        self.client.set_cookie("language", language)
        self.token = self._token("/login")
        typed = {"login": login, "password": password, "next": "/me"}
        assert self.post("/login", typed).status_code == 302
        self.token = self._token("/me")

    def get(self, path: str) -> TestResponse:
        return Context().run(self.client.get, path)

    def post(self, path: str, data: Mapping[str, Any], *, token: bool = True) -> TestResponse:
        sent = {**data, "csrf_token": self.token} if token else dict(data)
        return Context().run(lambda: self.client.post(path, data=sent))

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
        assert found is not None, path
        return found[1]


def words(answer: TestResponse) -> str:
    """What stands on a page for its reader, in one line."""
    return " ".join(MARKUP.sub(" ", answer.text).split())


def hidden(answer: TestResponse, name: str) -> str:
    """What stands in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found is not None, name
    return found[1]


def ids(answer: TestResponse, name: str = "ids") -> list[str]:
    """What could be ticked on a page."""
    return re.findall(rf'name="{name}" value="([0-9a-f-]{{36}})"', answer.text)
