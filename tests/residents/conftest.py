"""A station's web server on loopback, behind one proxy that says who asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.district import Node, wait_until
from deploy.process import NodeProcess, free_ports
from tests.federation.trial import CLEAN, answers, initialise


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """With a clerk; nothing above it answers."""
    root = tmp_path_factory.mktemp("residents")
    environment = CLEAN | {"YIGONG_PROXIES": "1"}
    process = NodeProcess(root, "station", "01-3301", "实验小学", free_ports(1)[0], environment)
    node = Node(process)
    initialise(node, "center:01")
    try:
        process.start("web")
        wait_until(lambda: answers(node), 30, "the station")
        node.add_account("clerk", "经办员")
        yield node
    finally:
        process.stop()
