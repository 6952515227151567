"""What all tests share: databases of both kinds, nodes made in a moment, a quick password hash."""

from __future__ import annotations

import functools
import gc
import importlib
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

import shared.account
from shared.founding import Founding, found_node
from shared.home import Home
from shared.migration import migrate_up
from shared.sign_in import NewAccount
from tests.database import Databases, postgres_server
from tests.engines import kept_engines

KINDS = ("sqlite", "postgres")
ADMINISTRATOR = NewAccount("admin", "管理员", "administrator", "admin-password", lasting=True)


class MakeNode(Protocol):
    """Founds a node and gives its app: tables made, node row and administrator written.

    The tables come from the models, or from the migrations where it is `migrated`.
    """

    def __call__(
        self,
        tier: str,
        code: str,
        *,
        title: str = ...,
        upper: str | None = ...,
        opened_on: date | None = ...,
        word: str | None = ...,
        migrated: bool = ...,
    ) -> Flask: ...


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector passes it by."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def quick_hash() -> Iterator[None]:
    """Argon2 with its least cost; what it costs in earnest is no test's matter."""
    with pytest.MonkeyPatch.context() as patch:
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(shared.account, "HASHER", hasher)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_engine() -> Iterator[None]:
    """A database that is used again keeps its engine."""
    with kept_engines():
        yield


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of whoever runs the tests reaches a node."""
    for name in ("DATABASE_URL", "YIGONG_HOME", "YIGONG_CLOCK", "YIGONG_PROXIES", "YIGONG_HTTPS"):
        monkeypatch.delenv(name, raising=False)


class Compiled(BytecodeCache):
    """Templates compiled once for all apps of the session; each process of a node does its own."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{filename}"


BUILDERS: dict[tuple[str, str, bool], Callable[..., tuple[str, str]]] = {}
COMPILE_BUILDER = Rule._compile_builder


def _builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """A rule's way back to an address, compiled once for all apps of the session."""
    key = (rule.rule, repr(rule.defaults), append_unknown)
    if key not in BUILDERS:
        BUILDERS[key] = COMPILE_BUILDER(rule, append_unknown)
    return BUILDERS[key]


Rule._compile_builder = _builder

settings.register_profile("untimed", deadline=None)  # a busy machine is no defect of the code
settings.load_profile("untimed")

Flask.jinja_options = {"bytecode_cache": Compiled()}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Databases]:
    """PostgreSQL, one server for the session; its user can't enter pytest's own folders."""
    short = tempfile.TemporaryDirectory(prefix="yigong-postgres-", ignore_cleanup_errors=True)
    with short as name, postgres_server(Path(name)) as server:
        folder = Path(name)
        databases = Databases("postgres", folder, server)
        yield databases
        if "TEST_DATABASE_URL" in os.environ:
            databases.drop_all()  # a server of our own is gone with all that is left on it


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """SQLite files in a folder of the session."""
    return Databases("sqlite", tmp_path_factory.mktemp("sqlite"), None)


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Either kind; a test that asks for it, or for a node, runs on both."""
    found: Databases = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A new, empty database."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def make_node(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeNode]:
    """A factory of nodes, each with home, vault and a database of its own."""
    made: list[tuple[Flask, str]] = []

    def make(
        tier: str,
        code: str,
        *,
        title: str = "节点",
        upper: str | None = None,
        opened_on: date | None = date(2025, 1, 1),
        word: str | None = None,
        migrated: bool = False,
    ) -> Flask:
        parts = importlib.import_module(f"{tier}.app")
        templated = functools.partial(databases.with_tables, parts.db.metadata, tier)
        url = databases.empty() if migrated else templated()
        monkeypatch.setenv("DATABASE_URL", url)
        home = Home(tmp_path / f"{tier}-{code}")
        founding = Founding(code, title, upper, opened_on, ADMINISTRATOR, word)
        make_tables = migrate_up if migrated else _no_more_tables
        app = found_node(parts.TIER, parts.create_app, home, founding, make_tables)
        monkeypatch.delenv("DATABASE_URL")
        made.append((app, url))
        return app

    yield make
    for app, url in made:
        with app.app_context():
            app.extensions["yigong"].db.engine.dispose()
        databases.drop(url)


def _no_more_tables(_app: Flask, _db: SQLAlchemy) -> None:
    """The template brought them."""


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the business clock, from its first call on, to an ISO instant with an offset."""
    file = tmp_path / "clock"

    def set_clock(instant: str) -> None:
        file.write_text(instant, encoding="ascii")
        monkeypatch.setenv("YIGONG_CLOCK", str(file))

    return set_clock
