"""What robots and the broken send to the addresses that are open to all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import requests

from shared.web.guard import STAMP, TRAP
from tests.reader import TOKEN
from tests.stranger import FILLED

V2 = "/open311/v2"
TEXTS = (
    *("", "\0", "a\0b", "\ud7ff\ufffe", "长" * 700, "x" * 7000, "0000-00-00", "9999-12-31", "=1+1"),
    *(
        "../../x",
        "\u202e",
        "1e400",
        "9" * 30,
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "{{7*7}}",
    ),
    *("6-morning", "2026-13-99", "http://spam.example/?q=" * 20, "😀" * 200, "%00%ff", "repair"),
)
RAW = (b"", b"\xff" * 900, b"%" * 900, b"=&=&" * 900, b"a=%ff%fe%00", b"{" * 5000, b"[" * 5000)
PIECES = ("%00", "%ED%A0%80", "%FF", "..%2f..", "x" * 300, "7K3M92QF", "repair", "1" * 60, ".", "")
NAMES = (*FILLED, "day", "station", "service_code", "address_string", "description", "lat", "long")
NAMES += ("attribute[wished]", "attribute[wished][]", "service_request_id", "status", "code")
NAMES += ("start_date", "end_date", "jurisdiction_id", "api_key", STAMP, TRAP, "csrf_token")
PLACES = ("/ask", "/track", "/track/lost", "/track/request/words", f"{V2}/requests.json")
PLACES += (f"{V2}/requests.xml", f"{V2}/requests", "/track/leaving", f"{V2}/services.json")
READ = (
    "/t/",
    f"{V2}/requests/",
    f"{V2}/tokens/",
    f"{V2}/services/",
    "/track/request/",
    "/ask?station=",
)
TYPES = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data", "x" * 200)


@dataclass
class Robot:
    """One sender of junk, always from other networks; what came back by status."""

    url: str
    seed: int
    station: str = ""
    answers: dict[int, int] = field(default_factory=dict)
    worst: list[str] = field(default_factory=list)
    hung_up: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.session = requests.Session()
        self.open = opened(self.session, self.url, self.station)

    def send(self) -> None:
        """One more thing of one of the kinds."""
        kind: Callable[[], requests.Response] = self.random.choice(
            (self._form, self._form, self._filled, self._raw, self._read, self._long, self._files)
        )
        try:
            answer = kind()
        except requests.ConnectionError:  # hung up on: this or what came before was too long
            self.hung_up[kind.__name__] = self.hung_up.get(kind.__name__, 0) + 1
            return
        self.answers[answer.status_code] = self.answers.get(answer.status_code, 0) + 1
        if answer.status_code >= 500:
            sent = answer.request
            self.worst.append(f"{answer.status_code} {sent.method} {sent.url} {sent.body!r}"[:600])

    def _ask(self, method: str, path: str, **sent: Any) -> requests.Response:
        pick = self.random
        headers = {"X-Forwarded-For": f"10.{pick.randrange(256)}.{pick.randrange(256)}.7"}
        headers |= sent.pop("headers", {})
        url = self.url + path
        return self.session.request(
            method, url, timeout=60, headers=headers, allow_redirects=False, **sent
        )

    def _text(self) -> str:
        return self.random.choice(TEXTS)

    def _form(self) -> requests.Response:
        """Any fields, any texts; often with a token that is good."""
        some = self.random.sample(NAMES, self.random.randrange(len(NAMES)))
        form = {name: self._text() for name in some}
        if self.random.random() < 0.8:
            form |= self.open
        return self._ask("POST", self.random.choice(PLACES), data=form)

    def _filled(self) -> requests.Response:
        """A whole request with one field spoilt, or with none."""
        form = {**FILLED, **self.open, "words": f"{self.random.random()}"}
        form[self.random.choice(NAMES)] = self._text()
        if self.random.random() < 0.5:
            return self._ask("POST", "/ask", data=form)
        posted = {"service_code": "repair", "address_string": "育才里", "description": "漏水"}
        posted[self.random.choice(tuple(posted))] = self._text()
        return self._ask("POST", f"{V2}/requests.xml", data=posted)

    def _raw(self) -> requests.Response:
        headers = {"Content-Type": self.random.choice(TYPES)}
        method = self.random.choice(("POST", "POST", "PUT", "DELETE", "PATCH"))
        place, body = self.random.choice(PLACES), self.random.choice(RAW)
        return self._ask(method, place, data=body, headers=headers)

    def _read(self) -> requests.Response:
        place = self.random.choice(READ) + self.random.choice(PIECES)
        query = {self.random.choice(NAMES): self._text()[:300] for _ in range(2)}
        joint = "&" if "?" in place else "?"
        asked = "&".join(f"{quote(name)}={quote(text)}" for name, text in query.items())
        return self._ask("GET", f"{place}{joint}{asked}")

    def _long(self) -> requests.Response:
        """More than is read: with its length said, or piece by piece."""
        place = self.random.choice(PLACES)
        if self.random.random() < 0.5:
            return self._ask("POST", place, data={"words": "x" * 200_000})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(
            "POST", place, data=(b"words=" + b"x" * 20_000 for _ in range(8)), headers=headers
        )

    def _files(self) -> requests.Response:
        files = {name: ("x" * 200, b"\0" * 2000) for name in self.random.sample(NAMES, 3)}
        return self._ask("POST", self.random.choice(PLACES), files=files)


def opened(session: requests.Session, url: str, station: str) -> dict[str, str]:
    """A form as a browser has it: token and stamp, the cookie in the session."""
    page = session.get(f"{url}/ask?station={station}", timeout=60).text
    token = TOKEN.search(page)
    assert token is not None
    stamp = page.partition(f'name="{STAMP}" value="')[2].partition('"')[0]
    return {"csrf_token": token[1], STAMP: stamp, "station": station}
