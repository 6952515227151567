"""Every page of a tier that answers GET, and an address of it on a seeded node."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from benchmarks.seeds.order import LINKED
from benchmarks.seeds.size import LAST_YEAR, uuid

STEP = re.compile(r"<(?:any\(([^)]*)\):|\w+(?:\([^)]*\))?:)?(\w+)>|([^/<>]+)")
OTHERS = ("/api", "/federation", "/open311")
NOWHERE = {"station": {"link_page.show_node"}}  # no node stands below a station
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
        "slips": uuid(21, 0),
        "requests": uuid(22, 0),
        "orders": uuid(24, 0),
        "pairings": uuid(27, 0),
        "visits": uuid(29, 0),
        "benefit-visits": uuid(30, 0),
        "token": LINKED,
        "service-items": "repair",
        "t": "YYYYYYYY",
        "years": LAST_YEAR,
    },
    "center": {
        "token": LINKED,
        "t": "YYYYYYYY",
        "volunteers": uuid(1, 0),
        "registrations": uuid(5, 0),
        "cards": uuid(6, 0),
        "reports": uuid(9, 0),
        "reminders": MONTH,
        "transfers": uuid(13, 0),
        "requests": uuid(24, 0),
        "stations": "station:01-001",
        "name": "station:01-001",
        "enrolments": "station:01-001",
        "nodes": "station:01-001",
        "years": LAST_YEAR,
    },
    "association": {
        "volunteers": uuid(1, 0),
        "cards": uuid(6, 1),
        "notices": LAST_YEAR,
        "policies": LAST_YEAR,
        "stars": LAST_YEAR,
        "certificates": LAST_YEAR,
        "years": LAST_YEAR,
        "volunteer_id": uuid(1, 0),
        "requests": uuid(24, 0),
        "card-batches": uuid(20, 0),
        "text": f"13-{LAST_YEAR}-00001",
        "stations": "station:01-001",
        "centers": "center:01",
        "enrolments": "center:01-001",
        "nodes": "center:01-001",
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
    """In the order of their addresses; those are left out for which nobody gives a value here."""
    for rule, path in _addresses(app):
        if path is not None:
            permission = getattr(app.view_functions[rule.endpoint], "permission", None)
            yield Page(rule.endpoint, path, permission, not rule.arguments)


def unknown_pages(app: Flask) -> list[str]:
    """Those for which THINGS has no value."""
    return [rule.rule for rule, path in _addresses(app) if path is None]


def _addresses(app: Flask) -> Iterator[tuple[Rule, str | None]]:
    parts = app.extensions["yigong"]
    account = parts.db.session().scalar(select(parts.accounts.account.id).limit(1))
    things = {**THINGS[parts.package], "accounts": account, "messages": uuid(18, 0)}
    with app.test_request_context():
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
            get = "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static")
            nowhere = rule.endpoint in NOWHERE.get(parts.package, set())
            if get and not nowhere and not rule.rule.startswith(OTHERS):
                yield rule, _path(rule, things)


def _path(rule: Rule, things: Mapping[str, Any]) -> str | None:
    """A value by the noun that stands before it, else by its name; the first where some may be."""
    values, noun = {}, ""
    for choices, name, step in STEP.findall(rule.rule):
        if step:
            noun = step
            continue
        value = choices.split(",")[0].strip() or things.get(noun) or things.get(name)
        if value is None:
            return None
        values[name], noun = value, ""
    built = rule.build(values)
    return built[1] if built else None
