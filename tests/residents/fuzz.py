"""Schemathesis at a node that runs: cases by a description, answers held against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import schemathesis
from defusedxml import ElementTree
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.district import Node
from tests.residents.attacked import an_hour_later

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
WITHIN_AN_HOUR = 25
Prepare = Callable[[Case[Any]], Mapping[str, Any]]


@dataclass
class Fuzz:
    """Sends to a node; what came back by operation and status, and what broke the description.

    `prepare` may change a case before it is sent, and says what goes with it besides.
    """

    node: Node
    prepare: Prepare = lambda _case: {}
    seen: Counter[tuple[str, int]] = field(default_factory=Counter)
    worst: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session = requests.Session()
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # takes none

    def send(self, description: Mapping[str, Any], examples: int) -> None:
        """Each operation `examples` times as described, and as often otherwise."""
        schema = schemathesis.openapi.from_dict(dict(description))
        schema.config.update(base_url=description["servers"][0]["url"])
        for found in schema.get_all_operations():
            for mode in GenerationMode:
                self._send(found.ok(), mode, examples)

    def _send(
        self, operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, examples: int
    ) -> None:
        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def one(case: Case[Any]) -> None:
            self._one(case)

        one()

    def _one(self, case: Case[Any]) -> None:
        number = self.seen.total()
        if number % WITHIN_AN_HOUR == 0:
            an_hour_later(self.node)
        sent = dict(self.prepare(case))
        headers = {"X-Forwarded-For": f"10.{number >> 8 & 255}.{number & 255}.9"}
        sent |= {"session": self.session, "allow_redirects": False, "timeout": 60}
        answer = case.call(headers=headers, **sent)
        self.seen[case.operation.label, answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
            _read(answer)
        except (Failure, FailureGroup, ElementTree.ParseError) as wrong:
            self.worst.append(f"{case.operation.label}: {wrong}"[:800])

    def statuses(self, label: str) -> set[int]:
        """What an operation was answered with."""
        return {status for operation, status in self.seen if operation == label}


def _read(answer: Response) -> None:
    if answer.headers["content-type"][0].startswith("text/xml"):
        ElementTree.fromstring(answer.content)


def exact(description: Mapping[str, Any]) -> dict[str, Any]:
    """The same, with nothing in an answer that it doesn't name."""
    found = deepcopy(dict(description))
    for schema in found["components"]["schemas"].values():
        schema["additionalProperties"] = False
    return found


def knowing(description: Mapping[str, Any], values: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The same, asked by whoever knows some of what the node knows: by the names of the fields."""
    found = deepcopy(dict(description))
    for name, schema in _asked(found):
        inner = schema["items"] if schema.get("type") == "array" else schema
        if name in values:
            inner["enum"] = values[name]
    return found


def _asked(description: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in description["paths"].values():
        for operation in path.values():
            for one in operation.get("parameters", ()):
                yield one["name"], one["schema"]
            for body in operation.get("requestBody", {}).get("content", {}).values():
                name = body["schema"].get("$ref", "").rpartition("/")[2]
                schema = description["components"]["schemas"][name] if name else body["schema"]
                yield from schema["properties"].items()
