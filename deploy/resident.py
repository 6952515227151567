"""Somebody without a login at a station's public pages: asks, follows by a code, signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

from deploy.client import Client

STATE = re.compile(r'<p class="big">([^<]*)</p>')
STEP = re.compile(r"</time><b>([^<]*)</b>")
STROKES = [[[60 + 20 * n, 90 + 120 * (n % 2)] for n in range(14)], [[400, 80], [400, 220]]]


@dataclass(frozen=True)
class Person:
    """Who asks, where they live, what is wrong in their own words."""

    name: str
    phone: str
    address: str
    words: str


@dataclass(frozen=True)
class Told:
    """What the requester's page says: the state, and each step, the newest first."""

    state: str
    steps: list[str]


def ask(url: str, item: str, person: Person, station: str = "") -> tuple[str, str]:
    """By Open311, as another program files it: the request's id and its tracking code.

    `station` is named where a center is the front door of several.
    """
    said = {
        "service_code": item,
        "description": person.words,
        "address_string": person.address,
        "last_name": person.name,
        "phone": person.phone,
        "jurisdiction_id": station,
    }
    client = Client(url)
    [given] = client.post_form("/open311/v2/requests.json", urlencode(said).encode())
    return given["service_request_id"], given["token"]


def follow(url: str, code: str) -> Told:
    """The page that a code leads to."""
    client = Client(url)
    client.get(f"/t/{code}")
    page = client.get("/track/request")
    [state] = STATE.findall(page)
    return Told(unescape(state), [unescape(step) for step in STEP.findall(page)])


def sign(link: str, name: str) -> str:
    """Opens a one-time link, finds all as it was, draws the name; the order's state then."""
    parts = urlsplit(link)
    client, token = Client(f"{parts.scheme}://{parts.netloc}"), parts.path.rpartition("/")[2]
    client.get(parts.path)
    shown = client.post("/api/signatures/preview", {"token": token})
    said = [{"record": one["record"], "evaluation": "satisfied"} for one in shown["records"]]
    signed: dict[str, Any] = client.post(
        "/api/signatures",
        {"token": token, "seen": shown["seen"], "said": said, "name": name, "strokes": STROKES},
    )
    return str(signed["status"])
