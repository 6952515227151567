"""Every page of a tier that answers GET, and an address of it on a seeded node."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from benchmarks.seeds.size import LAST_YEAR, uuid

VALUE = re.compile(r"([\w-]+)/<(?:any\(([^)]*)\):|\w+(?:\([^)]*\))?:)?(\w+)>")
OTHERS = ("/api", "/federation")
MONTH = f"{LAST_YEAR}-11"
THINGS: Mapping[str, Mapping[str, Any]] = {
    "station": {
        "volunteers": uuid(1, 0),
        "officers": uuid(2, 0),
        "records": uuid(3, 0),
        "members": uuid(4, 0),
        "registrations": uuid(5, 0),
        "cards": uuid(6, 0),
        "teams": uuid(7, 0),
        "activities": uuid(8, 0),
        "months": MONTH,
        "trainings": uuid(11, 0),
        "imports": uuid(12, 0),
        "transfers": uuid(13, 0),
        "years": LAST_YEAR,
    },
    "center": {
        "volunteers": uuid(1, 0),
        "registrations": uuid(5, 0),
        "cards": uuid(6, 0),
        "tallies": uuid(9, 0),
        "transfers": uuid(13, 0),
        "stations": "station:01-001",
        "years": LAST_YEAR,
    },
    "association": {
        "volunteers": uuid(1, 0),
        "cards": uuid(6, 1),
        "notices": uuid(16, 0),
        "stations": "station:01-001",
        "centers": "center:01",
        "years": LAST_YEAR,
    },
}


@dataclass(frozen=True)
class Page:
    """A page: its endpoint, an address of it, whose permission it needs; `bare` takes no value."""

    endpoint: str
    path: str
    permission: str | None
    bare: bool


def pages(app: Flask) -> Iterator[Page]:
    """In the order of their addresses; LookupError for a value that nobody has given here."""
    things = THINGS[app.extensions["yigong"].package]
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    with app.test_request_context():
        for rule in rules:
            if _is_page(rule):
                view = app.view_functions[rule.endpoint]
                permission = getattr(view, "permission", None)
                path = _path(rule, things)
                yield Page(rule.endpoint, path, permission, not rule.arguments)


def _is_page(rule: Rule) -> bool:
    get = "GET" in (rule.methods or ())
    return get and not rule.rule.startswith(OTHERS) and not rule.endpoint.endswith("static")


def _path(rule: Rule, things: Mapping[str, Any]) -> str:
    """Each value by the noun that stands before it, or the first of those that it may be."""
    values = {}
    for noun, choices, name in VALUE.findall(rule.rule):
        if not choices and noun not in things:
            raise LookupError(f"{rule.rule}: no value for {name} after {noun!r}")
        values[name] = choices.split(",")[0].strip() if choices else things[noun]
    built = rule.build(values)
    if built is None:
        raise LookupError(f"{rule.rule}: {values} don't fit")
    return built[1]
