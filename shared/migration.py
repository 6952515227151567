"""A tier's Alembic migrations: run up, run down, and write the next one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from flask import Flask, current_app
from flask_migrate import Migrate, downgrade, revision, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, MetaData
from sqlalchemy.types import TypeDecorator, Uuid

if TYPE_CHECKING:
    from shared.node_command import Node


@click.command()
@click.option("--down-to", metavar="VERSION", help="退回到某一版；base 是全部退回。")
@click.pass_obj
def migrate(node: Node, down_to: str | None) -> None:
    """把数据库升到最新一版。"""
    if down_to:
        migrate_down(node.app(), node.tier.db, down_to)
    else:
        migrate_up(node.app(), node.tier.db)


def migrate_up(app: Flask, db: SQLAlchemy, target: str = "head") -> None:
    """Brings the app's database to a revision, the newest by default."""
    folder = _prepare(app, db)
    with app.app_context():
        upgrade(folder, target)


def migrate_down(app: Flask, db: SQLAlchemy, target: str = "base") -> None:
    """Takes the app's database back to a revision, to nothing by default."""
    folder = _prepare(app, db)
    with app.app_context():
        downgrade(folder, target)


def write_revision(app: Flask, db: SQLAlchemy, message: str) -> None:
    """Writes the version file that brings an up-to-date database to the models, if they differ."""
    folder = _prepare(app, db)
    with app.app_context():
        revision(folder, message, autogenerate=True)


def run_versions(context: Any, metadata: MetaData) -> None:
    """What each tier's env.py does: all versions in one transaction of the app's own engine."""
    extension = current_app.extensions["migrate"]
    with (
        extension.db.engine.connect().execution_options(writes=True) as connection,
        _foreign_keys_off(connection),
    ):
        context.configure(
            connection=connection,
            target_metadata=metadata,
            process_revision_directives=_leave_out_empty,
            render_item=render_item,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Version files name the column type that lies in the database, none of ours."""
    if kind == "type" and isinstance(item, TypeDecorator) and not isinstance(item, Uuid):
        return f"sa.{item.impl_instance!r}"
    return False


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying and dropping it; its children must bear that."""
    if connection.dialect.name != "sqlite":
        yield
        return
    dbapi: Any = connection.connection.dbapi_connection
    dbapi.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        dbapi.execute("PRAGMA foreign_keys=ON")


def _leave_out_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []


def _prepare(app: Flask, db: SQLAlchemy) -> str:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    folder = str(Path(app.root_path) / "migrations")
    Migrate(app, db, directory=folder, render_as_batch=True, compare_type=True)
    return folder
