"""The migrations of each tier make what the models say, on both databases, up, down and up."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from shared.migration import migrate_down, migrate_up
from tests.conftest import MakeNode

TIERS = ("station", "center", "association")


def differences(app: Flask) -> list[Any]:
    db = app.extensions["yigong"].db
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[Any] = compare_metadata(context, db.metadata)
        return found


def tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(app.extensions["yigong"].db.engine).get_table_names())


@pytest.mark.parametrize("tier", TIERS)
def test_migrations_make_the_models_and_go_down_to_nothing_and_up_again(
    make_node: MakeNode, tier: str
) -> None:
    app = make_node(tier, "01", migrated=True)
    db = app.extensions["yigong"].db
    made = tables(app)
    assert made == {*db.metadata.tables, "alembic_version"}
    assert differences(app) == []
    migrate_down(app, db)
    assert tables(app) == {"alembic_version"}
    migrate_up(app, db)
    assert tables(app) == made
    assert differences(app) == []


@pytest.mark.parametrize("tier", TIERS)
def test_a_difference_would_be_seen(make_node: MakeNode, tier: str) -> None:
    app = make_node(tier, "01", migrated=True)
    with app.app_context(), app.extensions["yigong"].db.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE attempt")
        connection.exec_driver_sql("COMMIT")
    assert "attempt" in str(differences(app))
