"""A person at a node's JSON API: signs in once, then asks and acts."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from urllib3 import encode_multipart_formdata

from shared.federation.http import Answer, Http

BUSY = 503
"""The database was busy or away, and nothing is written: the same can be asked again."""

HUNG_UP = {"Connection": "close"}
"""A line kept open is closed by the server after a while, perhaps just when the next call goes."""

TRIES = 5
PAUSE = 2.0


class CallError(Exception):
    """An answer that isn't a success: status, the node's code and sentence."""

    def __init__(self, method: str, url: str, status: int, answer: Any) -> None:
        self.status = status
        self.answer = answer
        said = answer if isinstance(answer, str) else answer.get("message", answer)
        super().__init__(f"{method} {url}: {status} {said}")


class Client:
    """One account at one node; `token` is fetched by `sign_in`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = Http()
        self.token: str | None = None

    def sign_in(self, login: str, password: str) -> Client:
        answer = self.post("/api/tokens", {"login": login, "password": password})
        self.token = answer["token"]
        return self

    def get(self, path: str) -> Any:
        return self._call("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        return self._call("POST", path, json.dumps(body or {}).encode(), "application/json")

    def put(self, path: str, body: Any) -> Any:
        return self._call("PUT", path, json.dumps(body).encode(), "application/json")

    def post_form(self, path: str, body: bytes) -> Any:
        """As a browser's form is sent."""
        return self._call("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, file: Path, **fields: str) -> Any:
        """A multipart form with one file under the name `file`."""
        parts: dict[str, Any] = {**fields, "file": (file.name, file.read_bytes())}
        body, content_type = encode_multipart_formdata(parts)
        return self._call("POST", path, body, content_type)

    def items(self, path: str) -> list[dict[str, Any]]:
        """All rows of a list, page after page."""
        found: list[dict[str, Any]] = []
        joint = "&" if "?" in path else "?"
        page = 1
        while True:
            answer = self.get(f"{path}{joint}page={page}")
            found += answer["items"]
            if not answer["items"] or len(found) >= answer["total"]:
                return found
            page += 1

    def _call(
        self, method: str, path: str, body: bytes | None = None, content_type: str | None = None
    ) -> Any:
        headers = dict(HUNG_UP)
        if content_type:
            headers["Content-Type"] = content_type
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        answer = self._patient(method, path, headers, body)
        text = answer.body.decode()
        decoded = json.loads(text) if text.startswith(("{", "[")) else text
        if answer.status >= 400:
            raise CallError(method, path, answer.status, decoded)
        return decoded

    def _patient(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> Answer:
        """As people do: what a busy node refuses is asked again, a few times."""
        for left in reversed(range(TRIES)):
            answer = self.http.call(method, self.url + path, headers=headers, body=body)
            if answer.status != BUSY or not left:
                break
            time.sleep(PAUSE)
        return answer
