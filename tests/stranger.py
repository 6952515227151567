"""Somebody without an account at a node's pages, from an address of the network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import Context
from datetime import timedelta
from typing import Any

from flask import Flask
from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

from shared.clock import machine_now
from shared.web import signed
from shared.web.guard import STAMP
from tests.reader import TOKEN, words

FILLED = {
    "item": "repair",
    "words": "厨房水龙头关不紧",
    "when": "any",
    "part": "",
    "address": "育才里12号楼2单元301",
    "name": "郑阿姨",
    "phone": "138 0315 6021",
    "consent": "true",
}
CODE = re.compile(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")


class Stranger:
    """A browser that keeps its cookies; `address` is where it asks from."""

    def __init__(self, app: Flask, address: str = "10.0.0.1", language: str = "zh") -> None:
        self.app, self.address = app, address
        self.client = app.test_client()
        self.client.set_cookie("language", language)

    def get(self, path: str) -> TestResponse:
        from_ = {"REMOTE_ADDR": self.address}
        return Context().run(lambda: self.client.get(path, environ_base=from_))

    def page(self, path: str, status: int = 200) -> str:
        answer = self.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code} {words(answer)[:500]}"
        return words(answer)

    def send(
        self, path: str, data: Mapping[str, Any], *, token: bool = True, **more: Any
    ) -> TestResponse:
        """A form of the page at this address, its token with it."""
        sent = dict(data)
        if token:
            found = TOKEN.search(self.get(path).text)
            assert found is not None, path
            sent["csrf_token"] = found[1]
        from_ = {"REMOTE_ADDR": self.address}
        return Context().run(lambda: self.client.post(path, data=sent, environ_base=from_, **more))

    def stamp(self, age: timedelta = timedelta(seconds=10)) -> str:
        """A form's stamp as if the form had been opened a while ago."""
        with self.app.app_context():
            return signed.sign(STAMP, str(uuid7()), machine_now() - age)

    def ask(self, path: str = "/ask", **changes: str) -> TestResponse:
        """The form filled in by a person who took ten seconds."""
        return self.send(path, {STAMP: self.stamp(), **FILLED, **changes})

    def asked(self, **changes: str) -> str:
        """The tracking code, as it is shown."""
        answer = self.ask(**changes)
        assert answer.status_code == 302, words(answer)
        found = CODE.search(self.page(answer.headers["Location"]))
        assert found is not None
        return found[0]

    def asked_at(self, path: str, station: str) -> str:
        """The tracking code of a request for one station of several."""
        answer = self.ask(path, station=station)
        assert answer.status_code == 302, words(answer)
        found = CODE.search(self.page(answer.headers["Location"]))
        assert found is not None
        return found[0]

    def follow(self, code: str) -> str:
        """The request's page, by its code."""
        answer = self.send("/track", {"code": code})
        assert answer.status_code == 302, words(answer)
        return self.page(answer.headers["Location"])
