"""Writes each tier's next version file from its models: `python -m tests.write_migrations`."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

from shared.founding import Founding, make_home
from shared.home import Home
from shared.migration import migrate_up, write_revision
from tests.conftest import ADMINISTRATOR
from tests.test_migrations import TIERS


def main(message: str) -> None:
    """Compares an up-to-date SQLite database with the models; equal ones get no file."""
    for tier in TIERS:
        parts = importlib.import_module(f"{tier}.app")
        with tempfile.TemporaryDirectory() as folder:
            founding = Founding("01", "迁移", None, None, ADMINISTRATOR)
            app = parts.create_app(make_home(tier, Home(Path(folder) / "home"), founding))
            migrate_up(app, parts.db)
            write_revision(app, parts.db, message)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
