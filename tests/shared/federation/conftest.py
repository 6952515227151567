"""A center that serves and a station that is enrolled with it, on either database."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database import Databases
from tests.shared.federation.node import TestNode, join, make_node, serving

logging.getLogger("werkzeug").setLevel(logging.ERROR)


@pytest.fixture
def center(databases: Databases, tmp_path: Path) -> Iterator[TestNode]:
    node = make_node(databases, tmp_path, "center:01", "association:13")
    with serving(node):
        yield node
    _close(node)


@pytest.fixture
def stranger(databases: Databases, tmp_path: Path) -> Iterator[TestNode]:
    """A station that isn't enrolled."""
    node = make_node(databases, tmp_path, "station:01-02", "center:01")
    yield node
    _close(node)


@pytest.fixture
def station(databases: Databases, tmp_path: Path, center: TestNode) -> Iterator[TestNode]:
    node = make_node(databases, tmp_path, "station:01-01", "center:01")
    join(center, node)
    yield node
    _close(node)


def _close(node: TestNode) -> None:
    with node.app.app_context():
        node.db.engine.dispose()
    node.http.close()
