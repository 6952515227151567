"""What no view could use: broken JSON, signs and numbers that no database keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import ADMINISTRATOR, MakeNode

SIGN_IN = {"login": ADMINISTRATOR.login, "password": ADMINISTRATOR.password}


@pytest.fixture
def client(make_node: MakeNode) -> FlaskClient:
    app: Flask = make_node("station", "01-3301", upper="center:01")
    return app.test_client()


@pytest.fixture
def headers(client: FlaskClient) -> dict[str, str]:
    token = client.post("/api/tokens", json=SIGN_IN).json["token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    "body", ["{", "[" * 100_000, '{"a":' * 50_000, "9" * 5_000, "", b"\xff\xfe", b"\x80"]
)
def test_what_is_no_json_is_a_bad_request(client: FlaskClient, body: Any) -> None:
    answer = client.post("/api/tokens", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json["message"].endswith("。")


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"login": "a\0b", "password": "x"}, "input.bad_sign", "login"),
        ({"login": "a", "password": "\ud800"}, "input.bad_sign", "password"),
        ({"login": "a", "more": [{"deep": ["\0"]}]}, "input.bad_sign", "more"),
        ({"login\0": "a"}, "input.bad_sign", ""),
        ({"login": 10**400}, "input.number_too_big", "login"),
        ({"login": 2**31}, "input.number_too_big", "login"),
    ],
)
def test_a_sign_or_number_that_no_database_keeps_is_named_by_its_field(
    client: FlaskClient, typed: dict[str, Any], code: str, field: str
) -> None:
    answer = client.post("/api/tokens", data=json.dumps(typed), content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["field"] == field
    assert "\0" not in answer.json["message"]


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity"])
def test_what_is_no_number_is_too_big(client: FlaskClient, number: str) -> None:
    body = f'{{"login": {number}}}'
    answer = client.post("/api/tokens", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (422, "input.number_too_big")


def test_address_and_query_are_looked_at_too(client: FlaskClient, headers: dict[str, str]) -> None:
    for path, code in (
        ("/api/audit?subject=%00", "input.bad_sign"),
        ("/api/accounts/a%00b/reset", "input.bad_sign"),
        (f"/api/policies/{'9' * 30}", "input.number_too_big"),
    ):
        method = "POST" if path.endswith("reset") else "GET"
        answer = client.open(path, method=method, headers=headers)
        assert (answer.status_code, answer.json["code"]) == (422, code), path
