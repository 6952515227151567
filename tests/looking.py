"""Every page of a seeded node, looked at as each role: what it answers and what it asks of the
database.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.founded import found, make_all_tables
from benchmarks.seeds.account import PASSWORD, add_accounts
from benchmarks.seeds.page import Page, pages, unknown_pages
from benchmarks.seeds.size import Size
from shared.database import transaction

SMALL, LARGE = Size(5, 1, 50), Size(50, 2, 500)


@dataclass(frozen=True)
class Answer:
    """What a role got for a page: the status, and every statement that the database saw."""

    page: Page
    role: str
    allowed: bool
    status: int
    statements: tuple[str, ...]

    @property
    def queries(self) -> list[str]:
        """Without what opens and ends transactions."""
        verbs = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")
        return [s for s in self.statements if not s.upper().startswith(verbs)]

    @property
    def writes(self) -> list[str]:
        """What isn't a question, the lock of whoever means to write included."""
        asking = ("SELECT", "WITH", "BEGIN", "PRAGMA")
        return [
            s
            for s in self.statements
            if not s.upper().startswith(asking) or s.upper().startswith("BEGIN IMMEDIATE")
        ]


@dataclass
class Looked:
    """All answers of one tier, at two sizes of the same node."""

    small: list[Answer] = field(default_factory=list)
    large: list[Answer] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def look(tier: str, folder: Path) -> Looked:
    """Seeds a small and a larger node and looks at all pages of both."""
    looked = Looked()
    looked.small = _answers(tier, folder / "small", SMALL, looked.unknown)
    looked.large = _answers(tier, folder / "large", LARGE, [])
    return looked


def _answers(tier: str, folder: Path, size: Size, unknown: list[str]) -> list[Answer]:
    folder.mkdir()
    app = found(tier, folder, make_tables=make_all_tables)
    seed = importlib.import_module(f"benchmarks.seeds.{tier}").seed
    parts = app.extensions["yigong"]
    with app.app_context(), transaction(parts.db) as session:
        seed(session, size)
        roles = add_accounts(session, parts)
    with app.app_context():
        engine = parts.db.engine
        unknown += unknown_pages(app)
        every = list(pages(app))
    statements: list[str] = []
    with noted(engine, statements):  # each request has a context and session of its own
        found_ = [_ask(app, page, role, statements) for role in roles for page in every]
    engine.dispose()
    return found_


def _ask(app: Flask, page: Page, role: str, statements: list[str]) -> Answer:
    """Asks twice: the first answer may fill what a process keeps."""
    client = signed_in(app, role)
    client.get(page.path)
    statements.clear()
    response = client.get(page.path)
    needed = app.extensions["yigong"].permissions.get(page.permission)
    allowed = needed is None or role in needed
    return Answer(page, role, allowed, response.status_code, tuple(statements))


def signed_in(app: Flask, role: str) -> FlaskClient:
    """A browser of an account's; each node keeps one."""
    clients: dict[str, FlaskClient] = app.extensions.setdefault("looking", {})
    if role not in clients:
        clients[role] = app.test_client()
        typed = {"login": role, "password": PASSWORD}
        assert clients[role].post("/api/session", json=typed).status_code == 201
    return clients[role]


@contextmanager
def noted(engine: Any, statements: list[str]) -> Iterator[None]:
    """Writes down every statement that the database sees meanwhile."""

    def note(*args: Any) -> None:
        statements.append(" ".join(args[2].split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)
