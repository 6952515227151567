"""Apps that come after each other on one database share an engine and the SQL that it compiled.

A statement is compiled once for an engine, and each test's app would have one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine

from shared.database import set_up_sqlite

Heard = tuple[int, ...]


def heard(engine: Engine) -> Heard:
    """How many listen to what the engine does."""
    events = engine.dispatch, engine.pool.dispatch
    names = ("begin", "before_cursor_execute", "commit"), ("connect", "checkout")
    return tuple(
        len(getattr(event, name))
        for event, each in zip(events, names, strict=True)
        for name in each
    )


@contextmanager
def kept_engines() -> Iterator[None]:
    """While it lasts; an engine to which a test added a listener is never used again."""
    kept: dict[str, tuple[Engine, Heard]] = {}
    ready: WeakSet[Engine] = WeakSet()
    make = SQLAlchemy._make_engine

    def kept_or_made(db: SQLAlchemy, key: str | None, options: dict[str, Any], app: Flask) -> Any:
        url = str(options["url"])
        engine, then = kept.get(url, (None, ()))
        if engine is None or heard(engine) != then:
            engine = make(db, key, options, app)
            kept[url] = engine, heard(engine)
        return engine

    def set_up_once(engine: Engine) -> None:
        if engine not in ready:
            set_up_sqlite(engine)
            ready.add(engine)
            kept[str(engine.url)] = engine, heard(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLAlchemy, "_make_engine", kept_or_made)
        patch.setattr("shared.engine.set_up_sqlite", set_up_once)
        yield
