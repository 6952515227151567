"""A node's app with an empty database, made in a moment for a benchmark."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from shared.account import Actor
from shared.founding import Founding, found_node
from shared.home import Home
from shared.migration import migrate_up
from shared.sign_in import NewAccount

OFFICER = Actor(UUID(int=1), "基准测试", "officer", "command")
UPPER = {"station": "center:01", "center": "association:13"}
WORD = "w1:" + "5" * 64


MakeTables = Callable[[Flask, SQLAlchemy], None]


def found(
    tier: str, folder: Path, database_url: str = "", make_tables: MakeTables = migrate_up
) -> Flask:
    """`<tier>:01` with a home in `folder`, on SQLite there unless an address is given."""
    parts = importlib.import_module(f"{tier}.app")
    first = NewAccount("admin", "管理员", "administrator", "admin-password", lasting=True)
    word = WORD if tier == "station" else None
    founding = Founding("01", "基准", UPPER.get(tier), date(2025, 1, 1), first, word)
    with address(database_url):
        return found_node(parts.TIER, parts.create_app, Home(folder / tier), founding, make_tables)


def make_all_tables(app: Flask, db: SQLAlchemy) -> None:
    """From the models at once: what takes the migrations' place where time counts."""
    with app.app_context():
        db.metadata.create_all(db.engine)


@contextmanager
def address(database_url: str) -> Iterator[None]:
    """DATABASE_URL for whatever is made meanwhile."""
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = database_url
    try:
        yield
    finally:
        if before is None:
            del os.environ["DATABASE_URL"]
        else:
            os.environ["DATABASE_URL"] = before
