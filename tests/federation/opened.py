"""A node's database read from beside it: rows, raw cells, and what lies in them encrypted."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.orm import Session

from shared.database import set_up_sqlite
from shared.federation.tables import Tables
from shared.home import POSTGRES
from shared.vault import Vault, attach, open_vault


@dataclass
class Opened:
    """A node by its home; `url` is empty where it has an SQLite file."""

    tier: str
    home: Path
    url: str = ""

    @property
    def vault(self) -> Vault:
        return open_vault(self.home / "keys")

    @property
    def tables(self) -> Tables:
        found: Tables = importlib.import_module(f"{self.tier}.models.federation").TABLES
        return found

    @property
    def engine(self) -> Engine:
        own = f"sqlite:///{self.home / self.tier}.db"
        engine = create_engine(POSTGRES.sub("postgresql+psycopg2://", self.url) or own)
        if engine.dialect.name == "sqlite":
            set_up_sqlite(engine)
        attach(engine, self.vault)
        return engine

    @contextmanager
    def session(self, writes: bool = False) -> Iterator[Session]:
        """For reading; with `writes`, one transaction that commits at the end."""
        engine = self.engine
        with Session(engine, expire_on_commit=False) as session:
            if writes:
                session.connection(execution_options={"writes": True})
            yield session
            if writes:
                session.commit()
        engine.dispose()

    def cells(self) -> Iterator[tuple[str, Any]]:
        """Every value of every table as the database holds it, with `table.column`."""
        engine = self.engine
        with engine.connect() as connection:
            for table in inspect(connection).get_table_names():
                rows = connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
                names = list(rows.keys())
                for row in rows:
                    for name, value in zip(names, row, strict=True):
                        yield f"{table}.{name}", value
        engine.dispose()

    def clear_cells(self) -> Iterator[tuple[str, bytes]]:
        """Every value as bytes; what this node can decrypt is decrypted."""
        vault = self.vault
        for place, value in self.cells():
            if isinstance(value, bytes | memoryview):
                yield place, _clear(vault, bytes(value))
            elif value is not None:
                yield place, str(value).encode("utf-8", "surrogatepass")


def _clear(vault: Vault, stored: bytes) -> bytes:
    try:
        return vault.decrypt(stored)
    except (InvalidTag, ValueError):
        return stored
