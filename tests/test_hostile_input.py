"""Every address of every tier under bodies, queries and paths that nobody should send: bounded."""

from __future__ import annotations

import io
import json
import random
import re
from contextvars import Context
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from shared.clock import business_now
from shared.database import transaction
from shared.founding import COMMAND
from shared.sign_in import NewAccount, add_account
from tests.conftest import MakeNode

SEED, TURNS = 20250103, 5
NODES = {
    "station": ("01-3301", "center:01", ("head", "administrator")),
    "center": ("01", "association:13", ("officer", "administrator")),
    "association": ("13", None, ("officer", "card_maker", "administrator")),
}
TEXTS = (
    *("", "\0", "a\0b", "\ud800", "长" * 5_000, "0000-00-00", "9999-12-31", "2025-13", "=1+1"),
    *("../../x", "\u202e", "1e400", "9" * 30, "24:00", "station:x", "approved", "2025-01", "08:00"),
)
VALUES = (*TEXTS, 0, -1, 2**31, 2**64, 10**400, 1.5, 1e308, True, None, [], {}, [None], {"a": 1})
BODIES = (b"", b"{", b"\xff", b"[" * 20_000, b'{"a":' * 20_000, b"NaN", b'"\\ud800"', b"9" * 5_000)
PATHS = ("%00", "a%00b", "%ED%A0%80", "%FF", "..%2fx", "2025-13", "9999-12", "0000-00", "x" * 300)
FILES = (b"", b"PK\x03\x04", b"\0" * 99, "姓名,身份证号\n安\0安,1".encode())
NAMES = ("a.csv", "a.xlsx", "a.xls", "../a\0.ods", "", "x" * 999 + ".csv")


class Guesser:
    """Values of a schema, often wrong ones."""

    def __init__(self, schemas: dict[str, Any], seed: int) -> None:
        self.schemas, self.random = schemas, random.Random(seed)

    def value(self, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"].rpartition("/")[2]]
        pick = self.random
        if pick.random() < 0.12:
            return pick.choice(VALUES)
        if "enum" in schema:
            return pick.choice(schema["enum"])
        kind = schema.get("type", "object" if "properties" in schema else None)
        if kind == "object":
            known = schema.get("properties", {}).items()
            return {name: self.value(of) for name, of in known if pick.random() < 0.9}
        if kind == "array":
            return [self.value(schema.get("items", {})) for _ in range(pick.choice((0, 1, 2)))]
        if schema.get("format") == "uuid":
            return str(uuid4())
        usual = {
            "integer": (1, 2, 2025),
            "boolean": (True, False),
            "string": ("安安", "2025-01-02"),
        }
        return pick.choice((*usual.get(str(kind), ()), pick.choice(VALUES)))

    def path(self, path: str, parameters: list[dict[str, Any]]) -> str:
        for one in (one for one in parameters if one.get("in") == "path"):
            usual = {"uuid": (str(uuid4()),)}.get(one["schema"].get("format"), ("2025", "2025-01"))
            odd = (*PATHS, "0", "99999", "9" * 30, "-1")
            chosen = self.random.choice((*usual * 6, self.random.choice(odd)))
            path = path.replace(f"{{{one['name']}}}", chosen)
        return path

    def call(self, path: str, item: dict[str, Any], method: str) -> dict[str, Any]:
        asked, pick = item[method], self.random
        parameters = [*item.get("parameters", ()), *asked.get("parameters", ())]
        query = {
            one["name"]: pick.choice(("2025", "1", "-1", "\0", "9" * 25, "x" * 300, "1.5"))
            for one in parameters
            if one.get("in") == "query" and pick.random() < 0.7
        }
        sent: dict[str, Any] = {"path": self.path(path, parameters), "query_string": query}
        content = asked.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            body = json.dumps(self.value(content["application/json"]["schema"]))
            sent["data"] = pick.choice(BODIES) if pick.random() < 0.1 else body
            sent["content_type"] = pick.choice(("application/json",) * 9 + ("text/plain",))
        elif content:
            file = (io.BytesIO(pick.choice(FILES)), pick.choice(NAMES))
            sent["data"] = {"file": file, "month": pick.choice(("2025-01", "2025-13", "\0", ""))}
        return sent


def tokens(app: Flask, roles: tuple[str, ...]) -> list[str]:
    tier, found = app.extensions["yigong"], []
    for role in roles:
        with app.app_context(), transaction(tier.db) as session:
            new = NewAccount(role, role, role, f"{role}-password", lasting=True)
            add_account(session, tier.accounts, COMMAND, business_now(), new)
        typed = {"login": role, "password": f"{role}-password"}
        found.append(app.test_client().post("/api/tokens", json=typed).json["token"])
    return found


@pytest.mark.parametrize("tier", NODES)
def test_nothing_that_is_sent_breaks_a_node_and_each_refusal_says_why(
    make_node: MakeNode, tier: str
) -> None:
    code, upper, roles = NODES[tier]
    app = make_node(tier, code, upper=upper)
    held = tokens(app, roles)
    described = app.test_client().get("/api/openapi.json").json
    guesser = Guesser(described["components"]["schemas"], SEED)
    addresses = [
        (path, item, method)
        for path, item in described["paths"].items()
        for method in set(item) & {"get", "post", "put"}
        if path not in ("/api/password", "/api/session", "/api/tokens")
    ]
    for path, item, method in sorted(addresses, key=lambda one: (one[0], one[2])) * TURNS:
        for token in held:
            call = guesser.call(path, item, method)
            headers = {"Authorization": f"Bearer {token}"}
            answer = Context().run(
                app.test_client().open, method=method.upper(), headers=headers, **call
            )
            said = f"{method} {path}: {answer.status_code} {call}"[:1500]
            assert answer.status_code < 500, said
            if answer.status_code >= 400 and call["path"].startswith("/api/"):
                assert re.search("[一-鿿]", (answer.json or {})["message"]), said
            if answer.status_code != 403:
                break
