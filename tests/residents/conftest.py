"""A station's web server on loopback, behind one proxy that says who asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.founded import found, make_all_tables
from deploy.district import Login, Node, wait_until
from deploy.process import NodeProcess, free_ports
from tests.federation.trial import CLEAN, answers
from tests.shared.web.conftest import add


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """With a clerk; nothing above it answers."""
    root = tmp_path_factory.mktemp("residents")
    app = found("station", root, make_tables=make_all_tables)
    add(app, "clerk", "clerk")
    with app.app_context():
        app.extensions["yigong"].db.engine.dispose()
    environment = CLEAN | {"YIGONG_PROXIES": "1"}
    process = NodeProcess(root, "station", "01", "实验小学", free_ports(1)[0], environment)
    (root / "station").rename(process.home)
    node = Node(process, [Login("clerk", "clerk", "clerk-password")])
    try:
        process.start("web")
        wait_until(lambda: answers(node), 30, "the station")
        yield node
    finally:
        process.stop()
