"""The engine of a node: its vault, SQLite's rules or PostgreSQL's pool."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from shared.database import set_up_sqlite
from shared.home import Settings
from shared.vault import attach, open_vault

POSTGRES_OPTIONS: dict[str, Any] = {
    "pool_size": 5,
    "max_overflow": 5,
    "pool_timeout": 10,
    "pool_pre_ping": True,
    "connect_args": {"connect_timeout": 5},
}


def add_database(app: Flask, db: SQLAlchemy, settings: Settings) -> None:
    """Gives an app its own engine; the parameters of failed statements stay out of logs."""
    options = {} if settings.is_sqlite else POSTGRES_OPTIONS
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {**options, "hide_parameters": True}
    db.init_app(app)
    with app.app_context():
        if settings.is_sqlite:
            set_up_sqlite(db.engine)
        attach(db.engine, open_vault(settings.home.keys))
